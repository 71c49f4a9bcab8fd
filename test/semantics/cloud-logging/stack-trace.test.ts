import { describe, expect, it } from "vitest";
import { hasStackTrace } from "../../../lib/semantics/cloud-logging/stack-trace.ts";

describe("hasStackTrace", () => {
  it.each([
    [
      "Java",
      "java.lang.IllegalStateException: no\n\tat com.example.Shop.pay(Shop.java:42)\n\tat Main.main(Main.java)",
    ],
    ["Python", 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nValueError: no'],
    ["Ruby", "/app/a.rb:3:in `pay': no (RuntimeError)\n\tfrom /app/a.rb:9:in `<main>'"],
    ["C#", "System.Exception: no\n   at Shop.Pay() in /app/Shop.cs:line 3"],
    ["PHP", "PHP Fatal error: Uncaught Exception: no in /app/a.php:3\nStack trace:\n#0 {main}"],
    ["V8, without a function", "Error: no\n    at file:///app/index.mjs:10:15"],
    [
      "V8, an asynchronous one",
      "Error: no\n    at async pay (/app/pay.js:3:9)\n    at new Promise (<anonymous>)",
    ],
    ["a Java module", "Exception: no\n\tat java.base/java.lang.Thread.run(Thread.java:829)"],
    ["Java's native code", "Exception: no\r\n\tat sun.reflect.Invoker.invoke0(Native Method)\r\n"],
    ["Ruby 3.4", "app.rb:3:in 'Shop#pay': no (RuntimeError)"],
    ["Python, chained", 'lost\n\nTraceback (most recent call last):\n  File "a.py", line 1'],
    ["Go, with a wait", "goroutine 7 [chan receive, 2 minutes]:\nmain.main()"],
    ["Go", "panic: no\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:4 +0x39"],
  ])("knows %s", (_, text) => {
    expect(hasStackTrace(text)).toBe(true);
  });

  it.each([
    "Meet me at noon (or later)\nat the bar: 12:30",
    "  at noon it rained",
    "PHP is fine",
    "goroutine 7 ended",
    "see a.rb:3:in the corner",
    "",
  ])("does not take %j for a stack trace", (text) => {
    expect(hasStackTrace(text)).toBe(false);
  });

  it.each([
    ["line breaks", "\n"],
    ["blanks", " \t"],
    ["frames that never close", "    at ("],
    ["places that name no method", "a:1:in `"],
    ["heads that never close", "goroutine 1 ["],
    ["names", "    at a.b"],
  ])("reads a long text of %s in linear time", (_, piece) => {
    expect(hasStackTrace(piece.repeat(262_144 / piece.length))).toBe(false);
  });
});
