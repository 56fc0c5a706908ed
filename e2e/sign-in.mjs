/** Logs the demo user in, from the log-in page to that user's first page. */
export async function signIn(page, base, userName) {
  await page.goto(`${base}/logga-in`);
  await page.getByRole('button', { name: userName }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/logga-in'));
}
