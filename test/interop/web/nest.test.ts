import "reflect-metadata";
import type { Server } from "node:http";
import * as common12 from "@nestjs/common";
import * as core12 from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { getLogger, type MemoryHandler } from "cumulog";
import { NestLogger, nestLogging } from "cumulog/http/nest";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { common as common11, core as core11 } from "../nest-11/packages.ts";
import { expectNoForeignContext, listening, placeOrder, recordsOf, remembered } from "./application.ts";

const nest12 = { common: common12, core: core12 };
const nest11 = { common: common11, core: core11 } as unknown as typeof nest12;

/** Decorators as the functions that they are, because tests run by type stripping. */
function applicationModule({ common }: typeof nest12): object {
  class OrdersController {
    readonly #logger = new common.Logger("OrdersController");

    place(id: string, body: unknown) {
      return placeOrder(id, body);
    }
    fail() {
      this.#logger.warn("about to fail", { stock: 0 });
      throw new Error("out of stock");
    }
    refuse() {
      throw new common.ForbiddenException("not yours");
    }
    guarded() {
      return "never";
    }
  }
  const { prototype } = OrdersController;
  const routes = {
    place: common.Post("orders/:id"),
    fail: common.Get("fail"),
    refuse: common.Get("refused"),
    guarded: common.Get("guarded/:id"),
  };
  for (const [name, route] of Object.entries(routes))
    route(prototype, name, Object.getOwnPropertyDescriptor(prototype, name)!);
  common.Param("id")(prototype, "place", 0);
  common.Body()(prototype, "place", 1);
  common.HttpCode(200)(prototype, "place", Object.getOwnPropertyDescriptor(prototype, "place")!);
  const guarded = Object.getOwnPropertyDescriptor(prototype, "guarded")!;
  common.UseGuards({ canActivate: () => false })(prototype, "guarded", guarded);
  common.Controller()(OrdersController);
  class ApplicationModule {}
  common.Module({ controllers: [OrdersController] })(ApplicationModule);
  return ApplicationModule;
}

let memory: MemoryHandler;
beforeEach(async () => {
  memory = await remembered();
});

describe.each([
  ["12", nest12],
  ["11", nest11],
])("Nest %s", (_, nest) => {
  let app: Awaited<ReturnType<typeof nest.core.NestFactory.create>>;
  let origin: string;

  beforeAll(async () => {
    await remembered();
    // Without a cast: it is one of Nest's.
    const logger: common12.LoggerService = new NestLogger();
    app = await nest.core.NestFactory.create(applicationModule(nest) as never, { logger });
    nestLogging(app);
    await app.init();
    origin = await listening(app.getHttpServer() as Server);
  });
  afterAll(() => app.close());

  test("200 overlapping requests have none of another's context", async () => {
    await expectNoForeignContext(memory, (path, init) => fetch(origin + path, init), "/orders/:id");
  });

  test("the record has the error; Nest's own loggers write with the request's context", async () => {
    await fetch(`${origin}/fail`);
    await fetch(`${origin}/refused`);

    const [failed, refused] = await recordsOf(memory, 2);
    expect(failed).toMatchObject({
      message: "GET /fail 500",
      route: "/fail",
      level: "ERROR",
      error: { message: "out of stock" },
    });
    expect(refused).toMatchObject({ status: 403, level: "WARN", error: { message: "not yours" } });
    expect(memory.entries[0]).toMatchObject({
      logger: "nest.OrdersController",
      message: "about to fail",
      level: "WARN",
      stock: 0,
      requestId: failed!["requestId"],
    });
    const unhandled = memory.entries.find((entry) => entry["logger"] === "nest.ExceptionsHandler");
    expect(unhandled).toMatchObject({ level: "ERROR", error: { message: "out of stock" } });
  });

  test("what a guard refuses has its route", async () => {
    await fetch(`${origin}/guarded/7`);

    expect(await recordsOf(memory, 1)).toMatchObject([
      { message: "GET /guarded/:id 403", route: "/guarded/:id", status: 403, level: "WARN" },
    ]);
  });

  test("every call of Nest's logger is one record with what it was given", () => {
    const logger = new nest.common.Logger("Shop");
    getLogger("nest").level = "trace";

    logger.log("plain");
    logger.verbose("deep", { a: 1 });
    logger.error("broken", new Error("the cause").stack);
    logger.error(new TypeError("itself"));
    logger.fatal({ reason: "disk" });
    new nest.common.Logger().error("broken", undefined, "Elsewhere");

    expect(memory.entries).toMatchObject([
      { level: "INFO", message: "plain", logger: "nest.Shop" },
      { level: "TRACE", message: "deep", a: 1 },
      { level: "ERROR", message: "broken", error: { name: "Error", message: "the cause" } },
      { level: "ERROR", message: "itself", error: { name: "TypeError" } },
      { level: "FATAL", reason: "disk" },
      { level: "ERROR", message: "broken", logger: "nest.Elsewhere" },
    ]);
  });
});

describe("Nest 12 on Fastify", () => {
  let app: NestFastifyApplication;
  let origin: string;

  beforeAll(async () => {
    await remembered();
    const logger = new NestLogger();
    app = await core12.NestFactory.create<NestFastifyApplication>(
      applicationModule(nest12) as never,
      new FastifyAdapter(),
      { logger },
    );
    nestLogging(app);
    await app.listen(0, "127.0.0.1");
    origin = await app.getUrl();
  });
  afterAll(() => app.close());

  test("200 overlapping requests have none of another's context", async () => {
    await expectNoForeignContext(memory, (path, init) => fetch(origin + path, init), "/orders/:id");
  });

  test.each([
    ["/guarded/7", { message: "GET /guarded/:id 403", route: "/guarded/:id", status: 403, level: "WARN" }],
    ["/fail", { route: "/fail", status: 500, level: "ERROR", error: { message: "out of stock" } }],
    ["/none/7", { status: 404 }],
  ])("the record of %s has its route, also when a guard refuses", async (path, record) => {
    await fetch(origin + path);

    const [ended] = await recordsOf(memory, 1);
    expect(ended).toMatchObject(record);
    if (path === "/none/7") expect(ended).not.toHaveProperty("route");
  });
});
