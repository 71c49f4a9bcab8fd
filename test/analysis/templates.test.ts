import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scoreGrouping } from "../../bench/corpora/grouping.ts";
import { generateFamily, LOG_FAMILIES } from "../../bench/corpora/log-families.ts";
import { HELD_OUT_SYSTEMS } from "../../bench/corpora/systems/held-out-systems.ts";
import { generateSystem } from "../../bench/corpora/systems/system-log.ts";
import { TUNED_SYSTEMS } from "../../bench/corpora/systems/tuned-systems.ts";
import {
  MAX_STATE_BYTES,
  TemplateMiner,
  TemplateStateError,
  type TemplateSummary,
} from "../../lib/analysis/templates/index.ts";

/** The text of the one template that all these lines have. */
function templateOf(...lines: readonly string[]): string {
  const miner = new TemplateMiner();
  const ids = lines.map((line) => miner.add(line));
  expect(new Set(ids.map((id) => miner.resolve(id))).size).toBe(1);
  return miner.templates()[0]!.text;
}

function groupsOf(lines: readonly string[]): number {
  const miner = new TemplateMiner();
  const ids = lines.map((line) => miner.add(line));
  return new Set(ids.map((id) => miner.resolve(id))).size;
}

const words = ["alpha", "bravo", "carol", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet"];

describe("what is visibly a value is a variable", () => {
  test.each([
    ["took 160 ms, limit 2 s", "took <*>, limit <*>"],
    ["sent 5.5 KB of 900 B", "sent <*> of <*>"],
    ["id 3f1c9a52-77aa-4b5e-8c11-9d1e2c3b4a59 gone", "id <*> gone"],
    ["read 0xfb12ad00 at deadbeef", "read <*> at <*>"],
    ["peer 10.1.2.3:5070 and [fe80::1ff:fecd:467f]", "peer <*> and [<*>]"],
    ["lease for 00:11:43:e3:ba:c3 and ff:aa:bb:cc:dd:ee", "lease for <*> and <*>"],
    ["open /var/log/app.log or C:\\Windows\\x.dll", "open <*> or <*>"],
    ["get https://example.com/a?b=c#d now", "get <*> now"],
    ["at Sat Jul 23 01:02:03 2005 it began", "at <*> it began"],
    ['user said "good bye all" twice', "user said <*> twice"],
    ["it's the state 'Inactive' now", "it's the state <*> now"],
    ["uid=0 tty= ruser=root ok", "uid=<*> tty=<*> ruser=<*> ok"],
    ["lifetime <1 sec", "lifetime <*>"],
    ["mail to bob@example.com via com.example.mail.Sender", "mail to <*> via <*>"],
    ["values 1, 2, 3, 4", "values <*>"],
    ['level=error msg="connection lost" peer=db', 'level=error msg="connection lost" peer=<*>'],
    ['10.0.0.1 "GET /a/b HTTP/1.1" 200', '<*> "GET <*>" <*>'],
    ["Jul  1 09:00:55 web kernel[0]: link down", "<*> kernel[<*>]: link down"],
  ])("%s", (line, expected) => {
    expect(templateOf(line)).toBe(expected);
  });

  test("lists of any length are one variable", () => {
    expect(groupsOf(["to delete 5", "to delete 5 6", "to delete 5 6 7 8"])).toBe(1);
  });

  test("an exception keeps its name", () => {
    expect(groupsOf(["failed: java.io.IOException", "failed: java.lang.NullPointerException"])).toBe(2);
  });
});

describe("words become variables when enough different ones came", () => {
  test("a place with many names is one", () => {
    expect(templateOf(...words.map((word) => `the job ${word} has ended`))).toBe("the job <*> has ended");
  });

  test("few different words tell messages apart", () => {
    expect(groupsOf(["link is up again", "link is down again", "link is gone again"])).toBe(3);
  });

  test("states in capitals tell messages apart", () => {
    const states = ["NEW", "SCHEDULED", "RUNNING", "SUCCEEDED", "FAILED", "KILLED", "LOST", "DONE"];
    expect(groupsOf(states.map((state) => `task 5 went to ${state} now`))).toBe(8);
  });

  test("a name behind `user` needs fewer, and a verb there is none", () => {
    expect(groupsOf(["alice", "bob", "carol"].map((user) => `session of user ${user} closed`))).toBe(1);
    expect(groupsOf(["created", "deleted", "updated"].map((verb) => `the user ${verb} today`))).toBe(3);
  });

  test("two places may vary at once", () => {
    const lines = words.flatMap((one) =>
      words.filter((other) => other > one).map((other) => `move data from ${one} over to ${other} was done`),
    );
    expect(groupsOf(lines)).toBe(1);
  });
});

describe("what tells messages apart though it looks like a value", () => {
  test("the name of what is numbered, but not how many there are", () => {
    expect(groupsOf(["Block rdd_2_17 is stored", "Block rdd_3_4 is stored"])).toBe(1);
    expect(groupsOf(["Block rdd_2_17 is stored", "Block broadcast_5_piece0 is stored"])).toBe(2);
    expect(groupsOf(["to delete blk_1 blk_-2, blk_3 now", "to delete blk_9 now"])).toBe(1);
    expect(templateOf("Block rdd_2_17 is stored", "Block rdd_3_4 is stored")).toBe("Block rdd_<*> is stored");
  });

  test("a constant, however it is qualified", () => {
    const action = "received action: android.intent.action";
    expect(groupsOf([`${action}.SCREEN_ON`, `${action}.SCREEN_OFF`])).toBe(2);
  });

  test("names of methods, behind a header too", () => {
    const names = ["onStepChanged", "tryToReload", "upLoadData", "stopTimer", "calculateCalories"];
    expect(groupsOf(names.map((name) => `2017|Step_LSC|9|${name} 5`))).toBe(names.length);
  });
});

test("on and off are values where nothing else stands before them", () => {
  expect(templateOf("PSU status ( on off )", "PSU status ( off off )")).toBe("PSU status ( <*> )");
  expect(groupsOf(["switched on by hand", "switched off by hand"])).toBe(2);
});

test("where a number was seen, a word is a value too", () => {
  expect(templateOf("no answer from host 5 today", "no answer from host spare today")).toBe(
    "no answer from host <*> today",
  );
});

test("colours are no part of a line", () => {
  expect(templateOf("\u001b[31mERROR\u001b[0m order 5 failed", "ERROR order 6 failed")).toBe(
    "ERROR order <*> failed",
  );
});

describe("records", () => {
  test("JSON is mined on message and error", () => {
    const record = (order: number) =>
      JSON.stringify({
        time: order,
        message: `order ${order} failed`,
        error: { name: "E", message: "no card" },
      });
    expect(templateOf(record(1), record(2))).toBe("order <*> failed: E: no card");
  });

  test("of several lines the first and the last cause count", () => {
    const text =
      "request 5 failed\n\tat a.b(C.java:1)\nCaused by: X: refused by 10.0.0.1:80\n\tat d.e(F.java:2)";
    expect(templateOf(text)).toBe("request <*> failed Caused by: X: refused by <*>");
  });
});

describe("generated logs with known truth", () => {
  test.each(LOG_FAMILIES.map((family) => [family.name, family] as const))("%s", (_, family) => {
    for (const seed of [11, 12]) {
      const events = generateFamily(family, 4_000, seed);
      const miner = new TemplateMiner();
      const ids = events.map(({ text }) => miner.add(text));
      const score = scoreGrouping(
        ids.map((id) => miner.resolve(id)),
        events.map(({ template }) => template),
      );
      expect(score.accuracy).toBeGreaterThanOrEqual(0.95);
      expect(score.f1).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe("logs in the manner of known systems, with their truth", () => {
  test.each([...TUNED_SYSTEMS, ...HELD_OUT_SYSTEMS].map((system) => [system.name, system] as const))(
    "%s: nearly every line is grouped right, with and without its header",
    (name, system) => {
      const lines = generateSystem(system, 3);
      const truth = lines.map(({ template }) => template);
      for (const part of ["content", "line"] as const) {
        const miner = new TemplateMiner();
        const ids = lines.map((each) => miner.add(each[part]));
        const score = scoreGrouping(
          ids.map((id) => miner.resolve(id)),
          truth,
        );
        // Without its header, what stands first in a message takes more lines to be seen as a value.
        expect(score.accuracy).toBeGreaterThanOrEqual(name === "desktop" ? 0.85 : 0.93);
      }
    },
  );
});

const line = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc
    .array(
      fc.constantFrom(
        "error",
        "user",
        "alice",
        "5",
        "10.0.0.1",
        "a=b",
        '"',
        "'",
        "=",
        "{",
        "}",
        "[",
        "/x",
        "ab:cd",
        "…",
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(" ")),
);

describe("a miner", () => {
  test("takes any line, and gives equal lines one id", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const miner = new TemplateMiner();
        const ids = lines.map((text) => miner.add(text));
        const again = lines.map((text) => miner.add(text));
        expect(again.map((id) => miner.resolve(id))).toEqual(ids.map((id) => miner.resolve(id)));
        expect(miner.templates().reduce((sum, { count }) => sum + count, 0)).toBe(2 * lines.length);
      }),
    );
  });

  test("goes on after a restart as if nothing had been", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(line, { maxLength: 30 }), (before, after) => {
        const through = new TemplateMiner();
        for (const text of before) through.add(text, 5);
        const restored = TemplateMiner.restore(through.state());
        const ids = after.map((text) => through.add(text, 9));
        expect(after.map((text) => restored.add(text, 9))).toEqual(ids);
        const known = (templates: TemplateSummary[]) =>
          templates.map(({ id, text, count }) => [id, text, count]);
        expect(known(restored.templates())).toEqual(known(through.templates()));
      }),
    );
  });

  test("keeps at most 1,000 templates, and the used ones of them", () => {
    const miner = new TemplateMiner();
    const letters = (number: number) =>
      [...String(number)].map((digit) => "klmnopqrst"[Number(digit)]).join("");
    for (let index = 0; index < 5_000; index++) {
      miner.add(`the one that stays ${index}`);
      miner.add(
        `${letters(index)} ${"x".repeat(index % 90)} one ${"( ".repeat(index % 7)} ${letters(index * 7)}`,
      );
    }
    expect(miner.size).toBeLessThanOrEqual(1_000);
    expect(miner.templates()[0]).toMatchObject({ text: "the one that stays <*>", count: 5_000 });
  });

  test("looks at 128 tokens of a line", () => {
    const miner = new TemplateMiner();
    const long = words.join(" ").repeat(40);
    expect(miner.add(`${long} end`)).toBe(miner.add(`${long} other end of it`));
  });

  test("keeps its state within 64 KB, whatever the lines", () => {
    const miner = new TemplateMiner();
    let seed = 1;
    const word = () => {
      let text = "";
      for (let index = 0; index < 9; index++) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        text += "abcdefghijklmnopqrstuvwxyz"[(seed >>> 16) % 26];
      }
      return text;
    };
    for (let index = 0; index < 1_200; index++)
      miner.add(Array.from({ length: 1 + (index % 60) }, word).join(index % 2 === 0 ? " " : " ; "));
    const state = miner.state();
    expect(state.length).toBeLessThanOrEqual(MAX_STATE_BYTES);
    expect(TemplateMiner.restore(state).size).toBeGreaterThan(100);
  });

  test("keeps a thousand templates of real kinds whole, with their samples, in 64 KB", () => {
    const miner = new TemplateMiner();
    for (const system of [...TUNED_SYSTEMS, ...HELD_OUT_SYSTEMS])
      for (const { line: whole, content } of [...generateSystem(system, 1), ...generateSystem(system, 2)]) {
        miner.add(content, Date.UTC(2026, 0, 5));
        miner.add(whole, Date.UTC(2026, 0, 6));
      }
    const state = miner.state();
    const restored = TemplateMiner.restore(state);
    expect(miner.size).toBe(1_000);
    expect(state.length).toBeLessThanOrEqual(MAX_STATE_BYTES);
    expect(restored.templates()).toEqual(
      miner.templates().map((template) => ({ ...template, sample: template.sample.slice(0, 160) })),
    );
  });

  test("says when its state is damaged", () => {
    const state = new TemplateMiner().state();
    state[state.length >> 1]! ^= 255;
    expect(() => TemplateMiner.restore(state)).toThrow(TemplateStateError);
    expect(() => TemplateMiner.restore(new Uint8Array(3))).toThrow(/damaged/);
  });
});
