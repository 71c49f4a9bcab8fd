import { describe, expect, it } from "vitest";
import { compileLoggingFilter } from "../../../../lib/semantics/cloud-logging/filter/compile.ts";
import { LoggingFilterSyntaxError } from "../../../../lib/semantics/cloud-logging/filter/syntax-error.ts";
import type { LogEntry } from "../../../../lib/semantics/cloud-logging/log-entry.ts";

const entry: LogEntry = {
  logName: "projects/shop/logs/cloudaudit.googleapis.com%2Factivity",
  resource: { type: "gce_instance", labels: { zone: "us-central1-a", instance_id: "6731710280662790612" } },
  timestamp: "2023-01-02T03:04:05.123456789Z",
  severity: "ERROR",
  insertId: "ABC-1",
  httpRequest: {
    status: 503,
    requestSize: "9007199254740993",
    latency: "1.5s",
    cacheHit: true,
    remoteIp: "10.1.2.3",
  },
  labels: { "compute.googleapis.com/resource_id": "42", envName: "Prod" },
  operation: { id: "op-1", first: true },
  sourceLocation: { file: "main.go", line: "17" },
  jsonPayload: {
    message: "The Cat in the Hat: order 4711 failed",
    ":name": "apple",
    "foo.bar": "pear",
    shoeSize: [8.5, 9, 6],
    users: [
      { name: "ann", age: 3 },
      { name: "bob", age: 40, roles: ["admin", "dev"] },
    ],
    price: 12.5,
    text: "007",
    done: false,
    nothing: null,
    nested: { deep: { er: "straße" } },
    ips: ["1:2::ffff", "no address"],
    path: "a=b&c=%20d",
  },
};

const text: LogEntry = {
  logName: "projects/shop/logs/syslog",
  textPayload: 'field1="bar7" unicorn worldwide',
};
const audit: LogEntry = { protoPayload: { "@type": "type.googleapis.com/A", methodName: "storage.get" } };

function matches(query: string, on: LogEntry = entry): boolean {
  return compileLoggingFilter(query).matches(on);
}

describe("what matches", () => {
  it.each([
    "",
    "  -- nothing but a comment",
    'resource.type = "gce_instance"',
    "resource.type=GCE_INSTANCE",
    'resource.type = "gce_instance" AND severity >= "ERROR" AND NOT textPayload:robot',
    'resource.type = ("gae_app" OR "gce_instance")',
    'severity = ("INFO" OR "error")',
    "severity > WARNING severity < CRITICAL",
    "severity = 500",
    'logName="projects/shop/logs/cloudaudit.googleapis.com%2Factivity"',
    "logName:activity",
    'labels."compute.googleapis.com/resource_id"=42',
    "labels.envName = prod",
    'resource.labels.instance_id = "6731710280662790612"',
    'jsonPayload.":name":apple',
    'jsonPayload."foo.bar"=PEAR',
    "jsonPayload.shoeSize < 7",
    "jsonPayload.shoeSize = 9 jsonPayload.shoeSize = 6",
    "jsonPayload.users.name = bob",
    "jsonPayload.users.roles : dev",
    "jsonPayload.users.age > 39",
    "jsonPayload.price = 12.5",
    "jsonPayload.price = 1.25e1",
    'jsonPayload.price >= "-3.2e-8"',
    "jsonPayload.price > -5",
    'jsonPayload.price < "infinity"',
    "jsonPayload.done = FALSE",
    'jsonPayload.done < "true"',
    "jsonPayload.nothing = NULL_VALUE",
    "jsonPayload.price != NULL_VALUE",
    "jsonPayload.nested.deep.er = STRASSE",
    'jsonPayload.text = "007"',
    "jsonPayload.text != 7",
    'jsonPayload:"straße"',
    "jsonPayload.nested:deep",
    "jsonPayload.nothing:*",
    "jsonPayload.users.roles:*",
    "operation.id:*",
    "httpRequest.status >= 500 httpRequest.status < 600",
    'httpRequest.requestSize = "9007199254740993"',
    "httpRequest.requestSize > 9007199254740992",
    'httpRequest.latency > "1499ms" httpRequest.latency <= "0.025m"',
    "httpRequest.cacheHit=true",
    "httpRequest.cacheLookup=false",
    "http_request.Cache_Hit=true",
    'httpRequest.referer = ""',
    'trace != "x"',
    "sourceLocation.line = 17",
    'timestamp >= "2023-01-02T03:04:05.123456789Z" timestamp < "2023-01-02T03:04:05.12345679Z"',
    'timestamp = "2023-01-01T22:04:05.123456789-05:00"',
    'timestamp > "2023-01-02" timestamp < "2023-01-03"',
    'insertId = "abc-1"',
    "insertId = ABC-1",
    'insertId = "abc\\u002d\\x31"',
    '"The Cat in The Hat"',
    "cat AND (hat OR bat)",
    "cat hat",
    "error",
    "503",
    "NOT missing",
    "-missing -jsonPayload.x=1",
    "NOT jsonPayload.missing=foo",
    "-(cat AND dog)",
    '"a" OR cat AND NOT "zzz" OR "zzz"',
    'jsonPayload.message =~ "order \\d+ failed"',
    'jsonPayload.message =~ "order \\\\d+"',
    'jsonPayload.message !~ "^cat"',
    'jsonPayload.message =~ "(?i)the CAT"',
    'jsonPayload.message =~ ("^nope" OR "failed$")',
    'logName =~ "%2Factivity$"',
    'jsonPayload.message : ("cat" AND "hat")',
    "jsonPayload.message:(hat cat)",
    "jsonPayload.message:(NOT dog)",
    "jsonPayload.message:(-dog cat)",
    'log_id("cloudaudit.googleapis.com/activity")',
    "LOG_ID(cloudaudit.googleapis.com/activity)",
    "source(projects/shop)",
    "sample(insertId, 1)",
    "sample(trace, 1)",
    'ip_in_net(httpRequest.remoteIp, "10.1.2.0/24")',
    'ip_in_net(jsonPayload.ips, "1:2::/48")',
    'SEARCH("hat cat")',
    'search("CAT gce")',
    'SEARCH("`cat in the hat`")',
    'SEARCH(jsonPayload.message, "hat")',
    'SEARCH(jsonPayload, "Apple order")',
    'SEARCH(jsonPayload.path, "a b c d")',
    'cast(timestamp, STRING, TIMEZONE("America/New_York")) =~ "^2023-01-01T22:.*-05:00$"',
    'CAST(REGEXP_EXTRACT(CAST(timestamp, STRING), "\\\\d+:\\\\d+:\\\\d+\\\\.(\\\\d{3})"), INT64) < 500',
    "cast(jsonPayload.text, INT64) = 7",
    'regexp_extract(jsonPayload.message, "order (\\d+)") = 4711',
    "cast(jsonPayload.text, FLOAT64) : *",
    "severity=ERROR -- trailing",
    "severity=ERROR -- jsonPayload.price = 0\n-- whole line\nresource.type:gce",
  ])("%s", (query) => {
    expect(matches(query)).toBe(true);
  });

  it.each([
    [text, "unicorn"],
    [text, 'textPayload =~ "field1=\\"bar.*\\""'],
    [text, "textPayload:'bar7'"],
    [text, "severity = DEFAULT"],
    [text, "httpRequest.status < 400"],
    [text, "sample(textPayload, 1)"],
    [audit, "protoPayload.method_name = storage.get"],
    [audit, 'protoPayload.@type:"A"'],
    [{ errorGroups: [{ id: "g1" }, { id: "g2" }] } as LogEntry, "errorGroups.id = g2"],
    [{ jsonPayload: { n: null } }, "jsonPayload.n:NULL_VALUE"],
  ] as [LogEntry, string][])("%j: %s", (on, query) => {
    expect(matches(query, on)).toBe(true);
  });
});

describe("what does not match", () => {
  it.each([
    "textPayload:robot",
    "jsonPayload.missing != foo",
    "jsonPayload.missing = foo",
    "labels.missing != x",
    'jsonPayload.missing !~ "x"',
    "jsonPayload.missing:*",
    "trace:*",
    "httpRequest.cacheLookup:*",
    "labels.envname = prod",
    "jsonPayload.Price = 12.5",
    "jsonPayload.price = abc",
    "jsonPayload.price != abc",
    "jsonPayload.text = 7",
    "jsonPayload.nested = x",
    'jsonPayload.nothing = "NULL_VALUE"',
    "jsonPayload.nothing != 5",
    'jsonPayload.price =~ "12"',
    'jsonPayload.price < "nan"',
    'timestamp > "yesterday"',
    "severity = NOPE",
    "severity != NOPE",
    "httpRequest.status = 503.0x",
    "httpRequest.status = 503.5",
    "httpRequest.status:50",
    "2023",
    "01",
    'jsonPayload.message =~ "the cat"',
    "or and not",
    'SEARCH("worldwid")',
    'SEARCH("`hat in the cat`")',
    'SEARCH(jsonPayload.message, "apple")',
    'SEARCH("2023")',
    'log_id("activity")',
    "source(projects/sho)",
    "source(folders/shop)",
    "sample(jsonPayload.missing, 1)",
    'ip_in_net(jsonPayload.missing, "0.0.0.0/0")',
    'ip_in_net(httpRequest.remoteIp, "10.1.3.0/24")',
    'ip_in_net(httpRequest.remoteIp, "::/0")',
    "cast(jsonPayload.message, INT64) != 1",
    'regexp_extract(jsonPayload.message, "order ([a-z]+)") != x',
  ])("%s", (query) => {
    expect(matches(query)).toBe(false);
  });
});

describe("what is refused, and where", () => {
  it.each([
    ["thud = 1", 0],
    ["severity=ERROR AND operation.thud = 1", 19],
    ["textPayload.thud = 1", 0],
    ["jsonPayload..a = 1", 0],
    ["insertId = abc:def", 14],
    ["timestamp>=2016-11-29T23:00:00Z", 24],
    ['"open', 0],
    ["(a", 0],
    ["a)", 1],
    ["a OR", 4],
    ["a AND AND b", 6],
    ["NOT", 3],
    ["= 1", 0],
    ["severity =", 10],
    ["severity >= (ERROR", 12],
    ["severity = *", 11],
    ["a, b", 1],
    ["- a", 0],
    ["severity = -ERROR", 11],
    ["labels.a = .x", 11],
    ["labels.a = a*", 12],
    ["a\\tb", 1],
    ['jsonPayload.a =~ "("', 17],
    ['jsonPayload.a =~ "a{3,1}"', 17],
    ["nosuch(a)", 0],
    ["sample(insertId, 0)", 17],
    ["sample(insertId, 1.5)", 17],
    ["sample(insertId)", 0],
    ['ip_in_net(httpRequest.remoteIp, "10.0.0.0/33")', 32],
    ['ip_in_net(httpRequest.remoteIp, "nonsense")', 32],
    ["SEARCH(word)", 0],
    ['SEARCH(" ")', 7],
    ["source(shop)", 0],
    ["cast(timestamp, STRING)", 0],
    ["cast(timestamp, TEXT) = 1", 16],
    ['cast(timestamp, STRING, TIMEZONE("Mars/Base")) = 1', 24],
    ['regexp_extract(insertId, "a") = 1', 25],
    ['regexp_extract(insertId, "(a)(b)") = 1', 25],
    ['log_id("a") = 1', 0],
  ])("%s", (query, position) => {
    const error = thrownBy(query);

    expect(error).toBeInstanceOf(LoggingFilterSyntaxError);
    expect(error).toMatchObject({ name: "LoggingFilterSyntaxError", position });
  });

  it("such as a query that is too long or nests too deep", () => {
    expect(thrownBy("a".repeat(20_001))).toBeInstanceOf(LoggingFilterSyntaxError);
    for (const nested of ["(", "NOT ", "-(", "search(", "jsonPayload.a=("])
      expect(thrownBy(nested.repeat(1_200) + "a")).toBeInstanceOf(LoggingFilterSyntaxError);
  });
});

describe("sample", () => {
  it("takes about the fraction asked for, always the same entries", () => {
    const filter = compileLoggingFilter("sample(insertId, 0.25)");
    const entries = Array.from({ length: 4_000 }, (_, index): LogEntry => ({ insertId: `id-${index}` }));

    const taken = entries.filter((candidate) => filter.matches(candidate));

    expect(taken.length).toBeGreaterThan(900);
    expect(taken.length).toBeLessThan(1_100);
    expect(entries.filter((candidate) => filter.matches(candidate))).toEqual(taken);
  });
});

it("visits payloads that nest deeper than the stack", () => {
  let payload: Record<string, unknown> = { leaf: "needle" };
  for (let depth = 0; depth < 50_000; depth++) payload = { inner: payload };

  expect(matches("needle", { jsonPayload: payload })).toBe(true);
  expect(matches("jsonPayload:needle", { jsonPayload: payload })).toBe(true);
  expect(matches('SEARCH("needle")', { jsonPayload: payload })).toBe(true);
});

it("converts texts of any length in linear time", () => {
  const digits: LogEntry = { jsonPayload: { a: "9".repeat(262_144), b: `${"1".repeat(262_144)}s` } };

  expect(matches("cast(jsonPayload.a, INT64) > 0", digits)).toBe(false);
  expect(matches('cast(jsonPayload.b, DURATION) > "0s"', digits)).toBe(false);
  expect(matches(`jsonPayload.a = "${"1".repeat(19_000)}x"`, digits)).toBe(false);
  expect(matches("cast(jsonPayload.a, INT64) = 7", { jsonPayload: { a: "0000000000000000000000007" } })).toBe(
    true,
  );
});

it("runs regular expressions in linear time", () => {
  const long: LogEntry = { textPayload: "a".repeat(262_144) };

  expect(matches('textPayload =~ "(a*)*(a*)*(a*)*b"', long)).toBe(false);
  expect(matches('textPayload =~ "(a|aa)+$"', long)).toBe(true);
});

function thrownBy(query: string): unknown {
  try {
    compileLoggingFilter(query);
  } catch (error) {
    return error;
  }
  return undefined;
}
