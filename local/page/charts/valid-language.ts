/**
 * uPlot formats numbers in `navigator.language` as soon as it is loaded. Browsers that run in the POSIX locale name one
 * there that `Intl` refuses, and the page would stay empty.
 */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en", configurable: true });
}
