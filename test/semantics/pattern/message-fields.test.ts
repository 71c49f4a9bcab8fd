import { describe, expect, test } from "vitest";
import { compilePattern, PatternSet } from "../../../lib/semantics/pattern/index.ts";
import { MessageFields } from "../../../lib/semantics/pattern/message-fields.ts";

const fieldsOf = (message: string): (string | undefined)[] => {
  const fields = new MessageFields(message);
  return Array.from({ length: fields.length }, (_, index) => fields.at(index));
};

describe("the fields of a line", () => {
  test.each<[string, string[]]>([
    ["", []],
    [" \t ", []],
    ["a b\tc", ["a", "b", "c"]],
    ["  a   b  ", ["a", "b"]],
    ['[10/Oct/2000 -0700] "GET / HTTP/1.0" 200', ["10/Oct/2000 -0700", "GET / HTTP/1.0", "200"]],
    ['"" []', ["", ""]],
    ['"no end [of it', ['"no', "end", "[of", "it"]],
    ['a"b c"d', ['a"b', 'c"d']],
    ["[[a] b]", ["[a", "b]"]],
  ])("%j", (message, expected) => {
    expect(fieldsOf(message)).toEqual(expected);
  });

  test("beyond the last there is none", () => {
    expect(new MessageFields("a").at(1)).toBeUndefined();
    expect(new MessageFields("a").at(-1)).toBeUndefined();
  });

  test("the rest begins with the quote or bracket of its first field", () => {
    const fields = new MessageFields('a "b c" d [e] \n');

    expect(fields.restFrom(0)).toBe('a "b c" d [e]');
    expect(fields.restFrom(1)).toBe('"b c" d [e]');
    expect(fields.restFrom(2)).toBe("d [e]");
    expect(fields.restFrom(3)).toBe("[e]");
  });

  test("a megabyte of opening signs is read once", () => {
    expect(new MessageFields("[ ".repeat(1 << 19)).length).toBe(1 << 19);
    expect(new MessageFields('" '.repeat(1 << 19)).length).toBe(1 << 18);
  });
});

// https://github.com/amazon-archives/cloudwatch-logs-subscription-consumer, README: fixed columns and less structured data.
describe("the examples of the service's own subscription consumer", () => {
  const line = '127.0.0.1 user-identifier frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif" 200 2326';

  test.each([
    "[ip, user_identifier, user, timestamp, request, status_code = 200, response_size]",
    "[ip, user_identifier, user, timestamp, request, status_code = 2*, response_size]",
    "[ip, user_identifier, user, timestamp, request, status_code = 200 || status_code = 400, response_size]",
    "[ip, user_identifier, user, timestamp, request, status_code >= 200 && status_code <= 204, response_size]",
    "[ip != 10.0.0.1, user_identifier, user, timestamp, request, status_code = 200, response_size]",
    "[(ip != 10.* && ip != 192.*) || ip = 127.*, user_identifier, user, timestamp, request, status_code, response_size]",
  ])("%s", (pattern) => {
    expect(compilePattern(pattern).match(line)).toEqual({
      $ip: "127.0.0.1",
      $user_identifier: "user-identifier",
      $user: "frank",
      $timestamp: "10/Oct/2000:13:55:36 -0700",
      $request: "GET /apache_pb.gif",
      $status_code: "200",
      $response_size: "2326",
    });
  });

  test("the last field is greedy", () => {
    const message = "2015-07-08T01:42:25.679Z 8bd492bcaede Decoded payload: Hello World";

    const [match] = new PatternSet(["[timestamp=*Z, request_id, event]"]).match(message);

    expect(match?.extracted).toEqual({
      $timestamp: "2015-07-08T01:42:25.679Z",
      $request_id: "8bd492bcaede",
      $event: "Decoded payload: Hello World",
    });
  });
});
