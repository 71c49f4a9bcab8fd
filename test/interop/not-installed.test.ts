import { test } from "vitest";

test.skip("packages of others are not installed: run npm ci --prefix test/interop", () => {});
