// Counts what a user presses in the browser.

/** Counts what is pressed and chosen from now on; text is typed and not counted. */
export async function presses(page) {
  let count = 0;
  await page.exposeFunction('pressedOnce', () => { count += 1; }).catch(() => {});
  const watch = () => {
    addEventListener('click', (event) => {
      if (event.isTrusted && event.target.closest('a, button')) globalThis.pressedOnce();
    }, true);
    addEventListener('change', (event) => {
      if (event.target.matches('select, [type=radio], [type=checkbox]')) globalThis.pressedOnce();
    }, true);
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
  return () => count;
}
