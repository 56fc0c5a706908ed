// A story is what a person does in the browser, told as a test. Files in stories/ call story().
const stories = [];

/**
 * `body` is called with `{ page, base, context, signIn, tolerate }`: a page in a browser context of its own,
 * the product's address, `signIn(userName, unit?)`, and `tolerate(pattern)` for an error in the browser's
 * console that the story means to provoke (a page that is not there, for example).
 */
export function story(name, body) {
  stories.push({ name, body });
}

export const told = () => stories;
