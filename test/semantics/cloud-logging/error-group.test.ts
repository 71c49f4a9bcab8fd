import fc from "fast-check";
import { expect, test } from "vitest";
import { errorGroupKey } from "../../../lib/semantics/index.ts";

const stack = (...frames: string[]) =>
  ["TypeError: x is undefined", ...frames.map((frame) => `    at ${frame}`)].join("\n");

test.each([
  ["other lines", stack("f (/app/a.js:1:2)"), stack("f (/app/a.js:7:9)"), true],
  [
    "another message",
    stack("f (/app/a.js:1:2)"),
    stack("f (/app/a.js:1:2)").replace("x is", "order 7 is"),
    true,
  ],
  ["another file", stack("f (/app/a.js:1:2)"), stack("f (/app/b.js:1:2)"), false],
  [
    "frames of Node.js",
    stack("f (/app/a.js:1:2)", "node:internal/process/task_queues:95:5"),
    stack("f (/app/a.js:1:2)"),
    true,
  ],
  [
    "generated lambdas of Java",
    "java.io.IOException: x\n\tat com.example.A.lambda$run$0(A.java:5)",
    "java.io.IOException: y\n\tat com.example.A.lambda$run$12(A.java:5)",
    true,
  ],
  [
    "Python's cause",
    'Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\nKeyError: 1\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/app/b.py", line 2, in g\nRuntimeError: x',
    'Traceback (most recent call last):\n  File "/app/a.py", line 1, in f\nKeyError: 1\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/app/c.py", line 2, in h\nValueError: y',
    true,
  ],
  [
    "no memory anywhere",
    "java.lang.OutOfMemoryError: heap\n\tat com.example.A.a(A.java:1)",
    "java.lang.OutOfMemoryError: heap\n\tat com.example.B.b(B.java:2)",
    true,
  ],
])("%s", (_, a, b, same) => {
  expect(errorGroupKey({ message: a }) === errorGroupKey({ message: b })).toBe(same);
});

test("any text has a group, and the same one each time", () => {
  const lines = fc.constantFrom(
    "at f (/a.js:1:2)",
    "    at g (/a.js:1:2)",
    "Caused by: x.YError: z",
    'File "a", line 1',
    "Error: x",
    "",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(lines).map((list) => list.join("\n")),
      ),
      (message) => {
        expect(errorGroupKey({ message })).toBe(errorGroupKey({ message }));
      },
    ),
  );
});
