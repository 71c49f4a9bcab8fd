import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileTransformer,
  InvalidParameterException,
  type TransformerProcessor,
  validateTransformer,
} from "../../../lib/semantics/index.ts";

const JSON_FIRST: TransformerProcessor = { parseJSON: {} };

function transformed(message: unknown, ...processors: TransformerProcessor[]): unknown {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  const metadata = { "@logGroupName": "/shop/web", "@regionName": "eu-west-1" };
  const result = compileTransformer(processors).transform({ message: text, metadata });
  return "error" in result ? result : JSON.parse(result.message);
}

describe("parsers", () => {
  it.each<[string, unknown, TransformerProcessor[], unknown]>([
    [
      "parseJSON under a destination",
      { outer_key: { inner_key: "inner_value" } },
      [{ parseJSON: { destination: "new_key" } }],
      { new_key: { outer_key: { inner_key: "inner_value" } } },
    ],
    [
      "parseJSON of a field",
      { a: '{"b":1}' },
      [JSON_FIRST, { parseJSON: { source: "a", destination: "parsed" } }],
      { a: '{"b":1}', parsed: { b: 1 } },
    ],
    [
      "csv without columns",
      "'Akua Mansa',28,'New York, USA'",
      [{ csv: { quoteCharacter: "'" } }],
      { column_1: "Akua Mansa", column_2: "28", column_3: "New York, USA" },
    ],
    [
      "csv with columns, a tab and doubled quotes",
      'a\t"say ""hi"""\t',
      [{ csv: { delimiter: "\t", columns: ["one", "two"], destination: "row" } }],
      { row: { one: "a", two: 'say "hi"', column_3: "" } },
    ],
    [
      "parseKeyValue",
      "key1:value1!key2:value2!key3:value3!key4",
      [
        {
          parseKeyValue: {
            destination: "new_key",
            fieldDelimiter: "!",
            keyValueDelimiter: ":",
            nonMatchValue: "defaultValue",
            keyPrefix: "parsed_",
          },
        },
      ],
      {
        new_key: {
          parsed_key1: "value1",
          parsed_key2: "value2",
          parsed_key3: "value3",
          parsed_key4: "defaultValue",
        },
      },
    ],
    [
      "grok",
      '293750 server-01.internal-network.local OK "[Thread-000] token generated"',
      [
        {
          grok: { match: "%{NUMBER:version} %{HOSTNAME:hostname} %{NOTSPACE:status} %{QUOTEDSTRING:logMsg}" },
        },
      ],
      {
        version: "293750",
        hostname: "server-01.internal-network.local",
        status: "OK",
        logMsg: '"[Thread-000] token generated"',
      },
    ],
    [
      "grok with dotted names, groups of its own and patterns without a name",
      "took (12) ms at 10.0.0.7 [main]",
      [
        {
          grok: { match: String.raw`took \((?:%{INT:timing.ms})\) (ms|s) at %{IP:peer.address} \[%{WORD}\]` },
        },
      ],
      { timing: { ms: "12" }, peer: { address: "10.0.0.7" } },
    ],
    [
      "grok of an Apache line",
      '127.0.0.1 - - [03/Aug/2023:12:34:56 +0200] "GET /page.html HTTP/1.1" 200 1234',
      [{ grok: { match: "%{APACHE_ACCESS_LOG}" } }],
      {
        remote_host: "127.0.0.1",
        timestamp: "2023-08-03T10:34:56Z",
        http_method: "GET",
        request: "/page.html",
        http_version: "1.1",
        status_code: 200,
        response_size: 1234,
      },
    ],
    [
      "grok of a NGINX line",
      '192.168.1.100 - Foo [03/Aug/2023:12:34:56 +0000] "GET /login HTTP/1.1" 200 42 "https://example.com/" "Mozilla/5.0"',
      [{ grok: { match: "%{NGINX_ACCESS_LOG} %{DATA}" } }],
      { error: "grok: the source does not match" },
    ],
    [
      "grok of a syslog line that ends too early",
      "<165>1 2023-10-11T22:14:15.003Z host.example.com",
      [{ grok: { match: "%{SYSLOG5424}" } }],
      { error: "grok: the source does not match" },
    ],
    [
      "grok of a whole syslog line",
      '<165>1 2023-10-11T22:14:15.003Z host.example.com su 77 ID47 [ex@32473 iut="3" e="a]b"] An event',
      [{ grok: { match: "%{SYSLOG5424}" } }],
      {
        pri: 165,
        version: 1,
        timestamp: "2023-10-11T22:14:15.003Z",
        hostname: "host.example.com",
        app: "su",
        process_id: "77",
        msg_id: "ID47",
        structured_data: '[ex@32473 iut="3" e="a]b"]',
        message: "An event",
      },
    ],
    [
      "parseVPC",
      "2 123456789010 eni-abc123de 192.0.2.0 192.0.2.24 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
      [{ parseVPC: {} }],
      {
        version: 2,
        accountId: "123456789010",
        interfaceId: "eni-abc123de",
        srcAddr: "192.0.2.0",
        dstAddr: "192.0.2.24",
        srcPort: 20641,
        dstPort: 22,
        protocol: 6,
        packets: 20,
        bytes: 4249,
        start: 1418530010,
        end: 1418530070,
        action: "ACCEPT",
        logStatus: "OK",
      },
    ],
    [
      "parseRoute53",
      "1.0 2017-12-13T08:15:50.235Z Z123412341234 example.com AAAA NOERROR TCP IAD12 192.0.2.0 198.51.100.0/24",
      [{ parseRoute53: {} }],
      {
        version: 1,
        queryTimestamp: "2017-12-13T08:15:50.235Z",
        hostZoneId: "Z123412341234",
        queryName: "example.com",
        queryType: "AAAA",
        responseCode: "NOERROR",
        protocol: "TCP",
        edgeLocation: "IAD12",
        resolverIp: "192.0.2.0",
        ednsClientSubnet: "198.51.100.0/24",
      },
    ],
    [
      "parsePostgres",
      '2019-03-10 03:54:59 UTC:10.0.0.123(52834):postgres@logtestdb:[20175]:ERROR: column "wrong" does not exist',
      [{ parsePostgres: {} }],
      {
        logTime: "2019-03-10 03:54:59 UTC",
        srcIp: "10.0.0.123(52834)",
        userName: "postgres",
        dbName: "logtestdb",
        processId: "20175",
        logLevel: "ERROR",
      },
    ],
    [
      "parseWAF",
      {
        action: "BLOCK",
        httpRequest: { clientIp: "1.1.1.1", headers: [{ name: "Host", value: "localhost:1989" }] },
        labels: [{ name: "value" }],
      },
      [{ parseWAF: {} }],
      {
        action: "BLOCK",
        httpRequest: { clientIp: "1.1.1.1", headers: { Host: "localhost:1989" } },
        labels: { name: "value" },
      },
    ],
  ])("%s", (_name, message, processors, expected) => {
    expect(transformed(message, ...processors)).toEqual(expected);
  });

  it("reads the 33 columns of CloudFront, decoded and with numbers", () => {
    const cells = Array.from({ length: 33 }, () => "-");
    cells[0] = "2019-12-04";
    cells[3] = "392";
    cells[10] = "Mozilla/5.0%20(Windows)";
    cells[18] = "0.001";

    const fields = transformed(cells.join("\t"), { parseCloudfront: {} });

    expect(fields).toMatchObject({
      date: "2019-12-04",
      "sc-bytes": 392,
      "cs(User-Agent)": "Mozilla/5.0 (Windows)",
      "time-taken": 0.001,
      "sc-range-end": "-",
    });
  });
});

describe("changes of keys", () => {
  it.each<[string, unknown, TransformerProcessor, unknown]>([
    [
      "addKeys",
      { outer_key: { inner_key: "inner_value" }, kept: 1 },
      {
        addKeys: {
          entries: [
            { key: "outer_key.new_key", value: "new_value" },
            { key: "kept", value: "other" },
            { key: "outer_key.inner_key", value: "replaced", overwriteIfExists: true },
          ],
        },
      },
      { outer_key: { inner_key: "replaced", new_key: "new_value" }, kept: 1 },
    ],
    [
      "deleteKeys",
      { outer_key: { inner_key: "inner_value" } },
      { deleteKeys: { withKeys: ["outer_key.inner_key", "missing.key"] } },
      { outer_key: {} },
    ],
    [
      "moveKeys",
      { outer_key1: { inner_key1: "inner_value1" }, outer_key2: { inner_key2: "inner_value2" } },
      { moveKeys: { entries: [{ source: "outer_key1.inner_key1", target: "outer_key2" }] } },
      { outer_key1: {}, outer_key2: { inner_key2: "inner_value2", inner_key1: "inner_value1" } },
    ],
    [
      "renameKeys",
      { outer_key: { inner_key: "inner_value" } },
      { renameKeys: { entries: [{ key: "outer_key", renameTo: "new_key" }] } },
      { new_key: { inner_key: "inner_value" } },
    ],
    [
      "copyValue with a field and with metadata",
      { outer_key: { new_key: "new_value" } },
      {
        copyValue: {
          entries: [
            { source: "outer_key.new_key", target: "copy" },
            { source: "@logGroupName", target: "origin.group" },
            { source: "@accountId", target: "origin.account" },
          ],
        },
      },
      { outer_key: { new_key: "new_value" }, copy: "new_value", origin: { group: "/shop/web" } },
    ],
    [
      "typeConverter",
      { status: "200", ratio: "0.5", ok: "TRUE", id: 7, missing: null },
      {
        typeConverter: {
          entries: [
            { key: "status", type: "integer" },
            { key: "ratio", type: "double" },
            { key: "ok", type: "boolean" },
            { key: "id", type: "string" },
            { key: "missing", type: "integer" },
          ],
        },
      },
      { status: 200, ratio: 0.5, ok: true, id: "7", missing: null },
    ],
    [
      "typeConverter of something else",
      { status: "many" },
      { typeConverter: { entries: [{ key: "status", type: "integer" }] } },
      { error: "typeConverter: the value of status is no integer" },
    ],
    [
      "dateTimeConverter between zones and languages",
      { german: "Samstag 05. Dezember 1998 11:00:00" },
      {
        dateTimeConverter: {
          source: "german",
          target: "at",
          locale: "de",
          matchPatterns: ["yyyy", "EEEE dd. MMMM yyyy HH:mm:ss"],
          sourceTimezone: "Europe/Berlin",
          targetTimezone: "America/New_York",
          targetFormat: "yyyy-MM-dd'T'HH:mm:ss z",
        },
      },
      { german: "Samstag 05. Dezember 1998 11:00:00", at: "1998-12-05T05:00:00 EST" },
    ],
    [
      "dateTimeConverter without formats",
      { when: "03/Aug/2023:12:34:56 +0200" },
      { dateTimeConverter: { source: "when", target: "when", matchPatterns: ["dd/MMM/yyyy:HH:mm:ss Z"] } },
      { when: "2023-08-03T10:34:56.000Z" },
    ],
    ["trimString", { a: "  b " }, { trimString: { withKeys: ["a", "c"] } }, { a: "b" }],
    ["lowerCaseString", { a: "B", n: 1 }, { lowerCaseString: { withKeys: ["a", "n"] } }, { a: "b", n: 1 }],
    ["upperCaseString", { a: { b: "c" } }, { upperCaseString: { withKeys: ["a.b"] } }, { a: { b: "C" } }],
    [
      "splitString",
      { list: "a;b;;" },
      { splitString: { entries: [{ source: "list", delimiter: ";" }] } },
      { list: ["a", "b", "", ""] },
    ],
    [
      "substituteString with groups",
      { text: "[10] of [20]" },
      { substituteString: { entries: [{ source: "text", from: "\\[(\\d+)\\]", to: "<$1>" }] } },
      { text: "<10> of <20>" },
    ],
  ])("%s", (_name, message, processor, expected) => {
    expect(transformed(message, JSON_FIRST, processor)).toEqual(expected);
  });

  const LIST = [
    { inner_key: "a", inner_value: "val-a" },
    { inner_key: "b", inner_value: "val-b1" },
    { inner_key: "b", inner_value: "val-b2" },
  ];

  it.each<[object, unknown]>([
    [{}, { outer: LIST, a: [LIST[0]], b: [LIST[1], LIST[2]] }],
    [
      { valueKey: "inner_value", target: "map" },
      { outer: LIST, map: { a: ["val-a"], b: ["val-b1", "val-b2"] } },
    ],
    [
      { valueKey: "inner_value", flatten: true, flattenedElement: "first" },
      { outer: LIST, a: "val-a", b: "val-b1" },
    ],
    [
      { valueKey: "inner_value", flatten: true, flattenedElement: "last" },
      { outer: LIST, a: "val-a", b: "val-b2" },
    ],
  ])("listToMap with %j", (options, expected) => {
    const processor = { listToMap: { source: "outer", key: "inner_key", ...options } };

    expect(transformed({ outer: LIST }, JSON_FIRST, processor)).toEqual(expected);
  });
});

describe("what cannot be transformed", () => {
  it.each([
    ["no JSON", [JSON_FIRST], "parseJSON: the source is not valid JSON"],
    ["[1]", [JSON_FIRST], "parseJSON: the source is not a JSON object"],
    ["1 2 3", [{ parseVPC: {} }], "parseVPC: the message has 3 fields, expected 14"],
  ] as [string, TransformerProcessor[], string][])("says why for %s", (message, processors, error) => {
    expect(transformed(message, ...processors)).toEqual({ error });
  });

  it("has at most 200 fields", () => {
    const wide = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, index]));

    expect(transformed(wide, JSON_FIRST)).toEqual({ error: "the event has more than 200 fields" });
  });
});

describe("what PutTransformer refuses", () => {
  it.each<[string, TransformerProcessor[]]>([
    ["expected 1 to 20 processors, found 0", []],
    ["the first processor must be a parser", [{ addKeys: { entries: [{ key: "a", value: "b" }] } }]],
    ["parseVPC at position 2 must be the first processor", [JSON_FIRST, { parseVPC: {} }]],
    [
      "only one grok processor is allowed",
      [{ grok: { match: "%{WORD:a}" } }, { grok: { match: "%{WORD:b}" } }],
    ],
    ["at most 5 parsers are allowed, found 6", Array.from({ length: 6 }, () => JSON_FIRST)],
    ["the first processor must read @message, found a", [{ parseJSON: { source: "a" } }]],
    ["at most 3 levels deep", [JSON_FIRST, { deleteKeys: { withKeys: ["a.b.c.d"] } }]],
    ["expected one processor at position 1", [{ parseJSON: {}, csv: {} }]],
    ["there is no pattern NOTHING", [{ grok: { match: "%{NOTHING:a}" } }]],
    ["use the typeConverter", [{ grok: { match: "%{INT:a:int}" } }]],
    ["can be used 5 times", [{ grok: { match: "%{DATA:a} ".repeat(6) } }]],
    ["APACHE_ACCESS_LOG must come first", [{ grok: { match: "%{WORD:a} %{APACHE_ACCESS_LOG}" } }]],
    ["flattenedElement", [JSON_FIRST, { listToMap: { source: "a", key: "b", flatten: true } }]],
    [
      "unknown time zone: Nowhere",
      [
        JSON_FIRST,
        {
          dateTimeConverter: { source: "a", target: "b", matchPatterns: ["yyyy"], sourceTimezone: "Nowhere" },
        },
      ],
    ],
    [
      "invalid regular expression",
      [JSON_FIRST, { substituteString: { entries: [{ source: "a", from: "[", to: "b" }] } }],
    ],
  ])("%s", (reason, processors) => {
    expect(() => validateTransformer(processors)).toThrow(InvalidParameterException);
    expect(() => validateTransformer(processors)).toThrow(reason);
  });

  it("takes parseToOCSF, which only AWS can execute", () => {
    const processors = [{ parseToOCSF: { eventSource: "CloudTrail", ocsfVersion: "V1.1" } }];

    expect(() => validateTransformer(processors)).not.toThrow();
    expect(() => compileTransformer(processors)).toThrow("parseToOCSF");
  });
});

describe("any message", () => {
  const PATH = fc.constantFrom("a", "a.b", "__proto__", "constructor.prototype", "a.b.c");
  const CHANGES = fc.oneof(
    fc
      .record({ withKeys: fc.array(PATH, { minLength: 1, maxLength: 5 }) })
      .map((deleteKeys) => ({ deleteKeys })),
    fc
      .record({ source: PATH, target: PATH, overwriteIfExists: fc.boolean() })
      .map((entry) => ({ moveKeys: { entries: [entry] } })),
    fc
      .record({ key: PATH, renameTo: PATH, overwriteIfExists: fc.boolean() })
      .map((entry) => ({ renameKeys: { entries: [entry] } })),
    fc
      .record({ key: PATH, value: fc.string({ minLength: 1 }) })
      .map((entry) => ({ addKeys: { entries: [entry] } })),
  );

  it("is transformed or told why, and changes nothing but its document", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.dictionary(fc.string(), fc.jsonValue()).map((one) => JSON.stringify(one)),
        ),
        fc.array(CHANGES, { maxLength: 6 }),
        (message, changes) => {
          const once = changes.filter(
            (one, at) => !("addKeys" in one) || changes.findIndex((other) => "addKeys" in other) === at,
          );
          const result = compileTransformer([JSON_FIRST, ...once]).transform({ message });

          if ("message" in result) JSON.parse(result.message);
          else expect(result.error).toBeTypeOf("string");
          expect(({} as { b?: unknown }).b).toBeUndefined();
        },
      ),
    );
  });

  it("is split by csv and put together again", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), (cells) => {
        const line = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");

        const fields = transformed(line, { csv: {} }) as Record<string, string>;

        expect(Object.values(fields)).toEqual(cells);
      }),
    );
  });
});
