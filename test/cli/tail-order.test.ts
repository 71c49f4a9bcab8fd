import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { globTest } from "../../cli/tail/log-groups.ts";
import { OrderedEvents } from "../../cli/tail/ordered-events.ts";
import { SeenEvents } from "../../cli/tail/seen-events.ts";
import { textTable } from "../../cli/text-table.ts";

const event = (timestamp: number, message: string, id?: string) => ({
  timestamp,
  message,
  group: "g",
  stream: "s",
  ...(id !== undefined && { id }),
});

describe("events that a live tail and reading bring", () => {
  test("are shown as often as they happened, whatever each brings first and twice", () => {
    const happened = fc.array(fc.record({ at: fc.nat(3), text: fc.constantFrom("a", "b") }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        happened,
        fc.infiniteStream(fc.nat(2)),
        fc.array(fc.boolean(), { minLength: 12 }),
        (all, next, live) => {
          const seen = new SeenEvents();
          const shown: string[] = [];
          const show = (one: ReturnType<typeof event>): void => {
            if (seen.isNew(one)) shown.push(`${one.timestamp}${one.message}`);
          };
          const waiting = [
            ...all.map(({ at, text }, index) => event(at, text, String(index))),
            ...all.map(({ at, text }, index) => event(at, text, String(index))),
            // A live tail brings some only.
            ...all.filter((_, index) => live[index]).map(({ at, text }) => event(at, text)),
          ];
          while (waiting.length > 0) show(waiting.splice(next.next().value % waiting.length, 1)[0]!);

          expect(shown.sort()).toEqual(all.map(({ at, text }) => `${at}${text}`).sort());
        },
      ),
    );
  });

  test("come in order, when none is later than a round", () => {
    const rounds = fc.array(fc.array(fc.nat(9), { maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(rounds, (all) => {
        const ordered = new OrderedEvents();
        const shown: number[] = [];
        for (const [round, offsets] of all.entries()) {
          for (const offset of offsets) ordered.add(event(10 * round + offset, ""));
          shown.push(...ordered.round().map(({ timestamp }) => timestamp));
        }
        shown.push(...ordered.rest().map(({ timestamp }) => timestamp));

        expect(shown).toEqual(
          all.flatMap((offsets, round) => offsets.map((offset) => 10 * round + offset)).sort((a, b) => a - b),
        );
      }),
    );
  });

  test("wait a round for an older one", () => {
    const ordered = new OrderedEvents();
    ordered.add(event(5, "later"));
    const first = ordered.round();
    ordered.add(event(3, "sooner"));

    const second = ordered.round();

    expect(first).toEqual([]);
    expect(second.map(({ message }) => message)).toEqual(["sooner", "later"]);
  });
});

test.each([
  ["/app/*", "/app/a/b", true],
  ["/app/?", "/app/a", true],
  ["/app/?", "/app/ab", false],
  ["/a.p", "/axp", false],
  ["*pay*", "/shop/pay-x", true],
])("the glob %s: %s is %s", (glob, name, matches) => {
  expect(globTest(glob)(name)).toBe(matches);
});

test("a table goes on between words, and never within one", () => {
  const reason = "Threshold Crossed: averyveryverylongwordthatisnotbroken then more words to say";

  const table = textTable(
    [
      ["NAME", "REASON"],
      ["a", reason],
    ],
    40,
  );

  expect(table.split("\n")).toEqual([
    "NAME  REASON",
    "a     Threshold Crossed:",
    "      averyveryverylongwordthatisnotbroken",
    "      then more words to say",
  ]);
});
