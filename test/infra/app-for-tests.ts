import { App, Stack } from "aws-cdk-lib";
import { expect } from "vitest";

/** A stack whose functions are not bundled: what is asserted is the template. */
export function testStack(): Stack {
  const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });
  return new Stack(app, "Test");
}

/** The error with which a construct refuses, as `toThrow` compares it. */
export function refusal(message: RegExp): Error {
  return expect.objectContaining({ name: "ConstructError", message: expect.stringMatching(message) });
}
