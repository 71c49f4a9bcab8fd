import { MetricMathError } from "./metric-math-error.ts";

export interface ExpressionToken {
  readonly type: "number" | "name" | "string" | "symbol" | "end";
  readonly text: string;
  readonly offset: number;
}

const TOKEN =
  /\s+|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<symbol>&&|\|\||==|!=|<=|>=|[-+*/^<>()[\],])/y;

export function expressionTokens(expression: string): ExpressionToken[] {
  const tokens: ExpressionToken[] = [];
  let offset = 0;
  while (offset < expression.length) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(expression);
    if (match === null) {
      const character = expression[offset]!;
      const problem = /["']/.test(character) ? "The text has no closing quote" : `Unexpected "${character}"`;
      throw new MetricMathError(problem, expression, offset);
    }
    const { number, name, string, symbol } = match.groups!;
    if (number !== undefined) tokens.push({ type: "number", text: number, offset });
    else if (name !== undefined) tokens.push({ type: "name", text: name, offset });
    else if (symbol !== undefined) tokens.push({ type: "symbol", text: symbol, offset });
    else if (string !== undefined) {
      tokens.push({ type: "string", text: string.slice(1, -1).replace(/\\(.)/gs, "$1"), offset });
    }
    offset += match[0].length;
  }
  tokens.push({ type: "end", text: "", offset: expression.length });
  return tokens;
}
