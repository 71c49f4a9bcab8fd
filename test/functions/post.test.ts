import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { PostFailedError, post } from "../../functions/shared/post.ts";
import { WebServer } from "./web-server.ts";

const server = new WebServer();
let address: string;
beforeAll(async () => {
  address = await server.start();
});
afterEach(() => server.reset());
afterAll(() => server.stop());

const requestTo = (url: string) => ({
  url,
  body: '{"text":"ä"}',
  label: "Webhook (hook)",
  deadline: Date.now() + 20_000,
  attempts: 1,
});

test("a post arrives with its type, and its answer is the text", async () => {
  server.answer = () => ({ status: 202, body: "grüß dich" });

  const answer = await post({ ...requestTo(`${address}/in?a=1`), headers: { "x-signature": "s" } });

  expect(answer).toBe("grüß dich");
  const [{ path, headers, body }] = server.posts as [(typeof server.posts)[number]];
  expect(path).toBe("/in?a=1");
  expect(headers).toMatchObject({ "content-type": "application/json; charset=utf-8", "x-signature": "s" });
  expect(body).toEqual({ text: "ä" });
});

test("a token out of a file is sent without its line break", async () => {
  await post({ ...requestTo(address), headers: { authorization: "Bearer t\n" } });

  expect(server.posts[0]!.headers).toMatchObject({ authorization: "Bearer t" });
});

test("goes through the proxy of the environment where Node.js is told to heed it", async () => {
  const source = `
    import { HttpConnection } from ${JSON.stringify(new URL("../../lib/connection/http-connection.ts", import.meta.url))};
    const url = new URL("http://elsewhere.example/in");
    const { status } = await new HttpConnection(url.protocol).send(url, { method: "POST", headers: {}, body: "{}" });
    process.exit(status === 200 ? 0 : 1);`;
  const env = { ...process.env, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: address, NO_PROXY: "" };

  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { env, stdio: "inherit" });
  const [status] = await once(child, "close");

  expect(status).toBe(0);
  expect(server.posts[0]).toMatchObject({ path: "http://elsewhere.example/in" });
});

test("a redirect is not followed and not tried again", async () => {
  server.answer = () => ({ status: 302, headers: { location: `${address}/elsewhere` } });

  const failed = post({ ...requestTo(address), attempts: 4 });

  await expect(failed).rejects.toMatchObject({ name: "PostFailedError", status: 302, attempts: 1 });
  expect(server.posts).toHaveLength(1);
});

test("an address where nobody listens is told without the address", async () => {
  const gone = new WebServer();
  const url = await gone.start();
  await gone.stop();

  const failed = post(requestTo(`${url}/secret`));

  await expect(failed).rejects.toBeInstanceOf(PostFailedError);
  await expect(failed).rejects.toThrow(
    "Webhook (hook) did not take the message: the connection failed (ECONNREFUSED) (1 attempts).",
  );
});

test("what is no address is told without it", async () => {
  await expect(post(requestTo("not an address"))).rejects.toThrow(
    "Webhook (hook) did not take the message: the connection failed (ERR_INVALID_URL) (1 attempts).",
  );
});
