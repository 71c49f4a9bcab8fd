import { afterEach, expect, test, vi } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { ServiceError } from "../../../local/kernel/service-error.ts";

afterEach(() => vi.restoreAllMocks());

test("work that fails for an unknown reason is warned of, and told by the next settled()", async () => {
  const cloud = new Cloud({ clock: { speed: 0 } });
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});

  cloud.track(Promise.reject(new TypeError("x is not a function")));

  await expect(cloud.settled()).rejects.toThrow("x is not a function");
  await expect(cloud.settled()).resolves.toBeUndefined();
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringContaining("Work of the local cloud failed: TypeError: x is not a function"),
    "LocalCloudWarning",
  );
  await cloud.close();
});

test("what a service refuses is no failure of the cloud, and the clock goes on after one that is", async () => {
  const cloud = new Cloud({ clock: { speed: 0, start: 0 } });
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  cloud.track(Promise.reject(new ServiceError("ResourceNotFoundException", "gone")));
  await cloud.settled();
  expect(warn).not.toHaveBeenCalled();
  const ticks: number[] = [];
  cloud.clock.after(1_000, () => cloud.track(Promise.reject(new RangeError("no"))));
  cloud.clock.after(2_000, () => void ticks.push(cloud.clock.now()));

  await cloud.clock.advance(3_000);

  expect(ticks).toEqual([2_000]);
  await expect(cloud.settled()).rejects.toThrow("no");
  await cloud.close();
});

test("nobody waits for parked work when other work ends beside it", async () => {
  const cloud = new Cloud({ clock: { speed: 0 } });
  const outside = Promise.withResolvers<void>();
  cloud.track(cloud.park(outside.promise));
  const other = Promise.withResolvers<void>();
  cloud.track(other.promise);

  const settled = cloud.settled();
  other.resolve();

  await expect(settled).resolves.toBeUndefined();
  outside.resolve();
  await cloud.close();
});
