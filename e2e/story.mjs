// A story is a test of what a user does in the browser. Files in stories/ call story().
const stories = [];

/**
 * `body` is called with `{ page, base, context, now, product, signIn, another, tolerate }`: a page in its own
 * browser context, the product's URL, its clock, the product itself, `signIn(userName, unit?)`,
 * `another(userName, unit?)` for the page of another user who is logged in at the same time, and
 * `tolerate(pattern)` for an error in the browser's console that the story causes on purpose (a
 * missing page, for example).
 */
export function story(name, body) {
  stories.push({ name, body });
}

export const told = () => stories;
