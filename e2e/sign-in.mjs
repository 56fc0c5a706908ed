/**
 * Logs in a demo user from the log-in page, and chooses the assignment at `unit` (by default the
 * first) if the user has several. A user who is not listed on the page logs in with the form.
 */
export async function signIn(page, base, userName, unit) {
  await page.goto(`${base}/logga-in`);
  const listed = page.getByRole('button', { name: `Logga in som ${userName}`, exact: true });
  if (await listed.count()) {
    await listed.click();
  } else {
    const password = await page.locator('main code').first().innerText();
    await page.getByLabel('Användarnamn', { exact: true }).fill(userName);
    await page.getByLabel('Lösenord', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Logga in', exact: true }).first().click();
  }
  await page.waitForURL((url) => url.pathname !== '/logga-in');
  if (new URL(page.url()).pathname === '/uppdrag') {
    const choices = page.locator('main button[name="uppdrag"]');
    await (unit ? choices.filter({ hasText: unit }) : choices).first().click();
    await page.waitForURL((url) => url.pathname !== '/uppdrag');
  }
}

/** Logs out with the button that every page has. */
export async function signOut(page) {
  await page.getByRole('button', { name: 'Logga ut', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/logga-in');
}
