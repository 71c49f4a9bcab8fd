/** A path as people write it: `loggers.orders.handlers[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else text += (text === "" ? "" : ".") + (key === "" ? '""' : String(key));
  }
  return text;
}
