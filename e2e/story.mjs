// A story is what a person does in the browser, told as a test. Files in stories/ call story().
const stories = [];

/**
 * `body` is called with `{ page, base, context, now, signIn, another, tolerate }`: a page in a browser
 * context of its own, the product's address, the product's clock, `signIn(userName, unit?)`,
 * `another(userName, unit?)` for the page of somebody else who is logged in beside, and
 * `tolerate(pattern)` for an error in the browser's console that the story means to provoke (a page
 * that is not there, for example).
 */
export function story(name, body) {
  stories.push({ name, body });
}

export const told = () => stories;
