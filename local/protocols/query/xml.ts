/** An element whose content is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Text as XML: parsers would turn a carriage return into a line feed, and do not take control characters. */
export function text(value: string): string {
  return value.replace(/[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, (character) => {
    switch (character) {
      case "&":
        return "&amp;";
      case "<":
        return "&lt;";
      case ">":
        return "&gt;";
      case '"':
        return "&quot;";
      case "\r":
        return "&#xD;";
      default:
        return "\ufffd";
    }
  });
}
