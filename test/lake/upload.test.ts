import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { bucketLocation, LakeError, loadLake, uploadLake } from "@cumulog/lake";
import { expect, onTestFinished, test, vi } from "vitest";
import { interruptibleChange } from "../../cli/lake/options.ts";
import { testFolder } from "./folder.ts";

/** A bucket that takes so many objects, and no more. */
async function bucketWithRoomFor(objects: number) {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const isTaken = keys.length < objects;
      if (isTaken) keys.push(request.url!.split("?")[0]!);
      response.writeHead(isTaken ? 200 : 403).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const client = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  };
  return { keys, client, [Symbol.dispose]: () => void server.close() };
}

/** A lake of two days. */
async function lakeOfTwoDays(): Promise<string> {
  const folder = testFolder();
  writeFileSync(join(folder, "a.log"), "2026-01-05T12:00:00Z INFO one\n2026-01-06T12:00:00Z INFO two\n");
  const directory = join(folder, "lake");
  await loadLake({ directory, paths: [join(folder, "a.log")] });
  return directory;
}

test("an upload that is refused says how far it came, and the next one goes on", async () => {
  const directory = await lakeOfTwoDays();
  using small = await bucketWithRoomFor(1);
  using large = await bucketWithRoomFor(9);
  const location = "s3://archive/logs/";

  const refused = uploadLake({ directory, location, client: small.client });

  await expect(refused).rejects.toThrow(LakeError);
  await expect(refused).rejects.toThrow(
    /^s3:\/\/archive\/logs\/ cannot be written: .+ \(after 1 of 2 files; loading the same again goes on\)$/,
  );
  expect(await uploadLake({ directory, location, client: large.client })).toBe(2);
  expect(large.keys).toEqual([
    small.keys[0],
    expect.stringMatching(/^\/archive\/logs\/day%3D2026-01-06\/backfill-[0-9a-f]{32}\.parquet$/),
  ]);
});

test("an upload that Ctrl-C ends says how many files are there", async () => {
  const directory = await lakeOfTwoDays();
  using bucket = await bucketWithRoomFor(9);
  let interrupt: () => void;
  onTestFinished(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });
  vi.spyOn(process, "once").mockImplementation((_signal, listener) => {
    interrupt = listener as () => void;
    return process;
  });
  const said = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  let uploaded = "nothing was changed";

  const result = await interruptibleChange(
    (signal) =>
      uploadLake({
        directory,
        location: "s3://archive/",
        client: bucket.client,
        signal,
        onUploaded: (done, of) => {
          uploaded = `${done} of ${of} files are there`;
          interrupt();
        },
      }),
    () => uploaded,
  );

  const told = said.mock.calls.join("");
  const status = process.exitCode;
  expect(result).toBeUndefined();
  expect(told).toBe("Interrupted: 1 of 2 files are there.\n");
  expect(status).toBe(130);
  expect(bucket.keys).toHaveLength(1);
});

test.each(["s3://", "s3://Archive/logs", "s3://a", "archive/logs", "s3:///logs"])(
  "%s is no place for a lake",
  (location) => {
    expect(() => bucketLocation(location)).toThrow(
      `${location} is no place for a lake: expected one such as s3://my-bucket/logs/.`,
    );
  },
);
