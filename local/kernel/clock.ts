import { parseDuration } from "cumulog/semantics/duration";

/** A task that waits for its time. */
export interface Timer {
  /** Forgets the task if it has not started. */
  cancel(): void;
}

/** How the cloud's time relates to real time: `cloud + (Date.now() - real) * speed`. */
export interface ClockReading {
  /** Real time of the reading, milliseconds since the epoch. */
  readonly real: number;
  /** The cloud's time at that instant, milliseconds since the epoch. */
  readonly cloud: number;
  /** Milliseconds of cloud time per real millisecond; 0 when the clock only moves by `advance`. */
  readonly speed: number;
}

/** Where the clock of a cloud starts and how fast it runs. */
export interface ClockOptions {
  /** Cloud time at the start, milliseconds since the epoch. @default now */
  readonly start?: number;
  /** 1 is real time, 60 makes a minute pass in a second, 0 stops the clock until `advance`. @default 1 */
  readonly speed?: number;
}

interface Task {
  due: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
}

const LONGEST_REAL_TIMEOUT = 2_000_000_000;
const DAY = 86_400_000;
/** A day in a second: faster, tasks of every minute fall due faster than they can run. */
const FASTEST = 86_400;
/** The end of the year 9999, behind which times have no four-digit year. */
const LATEST = 253_402_300_799_999;
/** Tasks after which an advance lets input and signals through. */
const TASKS_AT_A_STRETCH = 256;

/**
 * The one clock of a local cloud. Every timer of the engine waits on it, so that real, fast and stepped time are
 * the same code. Tasks run in the order of their due times, each after the work of the previous one has settled.
 */
export class Clock {
  #real = Date.now();
  #cloud: number;
  #speed: number;
  #order = 0;
  #tasks: Task[] = [];
  #handle: NodeJS.Timeout | undefined;
  #advancing: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Time is held at this value while a task runs that is due then. */
  #held: number | undefined;
  /** Resolves when the work that tasks have started is over; set by the cloud. */
  settle: () => Promise<void> = async () => {};

  constructor({ start, speed = 1 }: ClockOptions = {}) {
    this.#cloud = checkedTime(start ?? this.#real);
    this.#speed = checkedSpeed(speed);
  }

  /** The cloud's time in whole milliseconds since the epoch. */
  now(): number {
    if (this.#held !== undefined) return this.#held;
    return Math.floor(this.#cloud + (Date.now() - this.#real) * this.#speed);
  }

  get speed(): number {
    return this.#speed;
  }

  reading(): ClockReading {
    return { real: Date.now(), cloud: this.now(), speed: this.#speed };
  }

  /**
   * Changes the speed from now on; 0 stops the clock until `advance`.
   *
   * @throws RangeError when it is not from 0 to 86,400
   */
  setSpeed(speed: number): void {
    const checked = checkedSpeed(speed);
    this.#rebase(this.now());
    this.#speed = checked;
    this.#schedule();
  }

  /** Runs `task` when `delay` milliseconds of cloud time have passed. */
  after(delay: number, task: () => void | Promise<void>): Timer {
    return this.at(this.now() + Math.max(0, delay), task);
  }

  /** Runs `task` at a cloud time, at once if that has passed. */
  at(due: number, run: () => void | Promise<void>): Timer {
    const task: Task = { due, order: this.#order++, run };
    const index = this.#tasks.findLastIndex((other) => other.due <= due);
    this.#tasks.splice(index + 1, 0, task);
    if (index === -1) this.#schedule();
    return {
      cancel: () => {
        const at = this.#tasks.indexOf(task);
        if (at !== -1) this.#tasks.splice(at, 1);
      },
    };
  }

  /**
   * Moves the clock ahead, running every task that falls due on the way at its own time. Resolves when the work they
   * started has settled. Calls queue behind each other.
   *
   * @param duration milliseconds or text such as `"5m"`
   */
  advance(duration: number | string): Promise<void> {
    const span = parseDuration(duration);
    const next = this.#advancing.then(async () => {
      await this.settle();
      await this.#runUntil(checkedTime(this.now() + span));
    });
    this.#advancing = next.catch(() => {});
    return next;
  }

  /** Moves the clock ahead to a cloud time; does nothing if that has passed. */
  advanceTo(time: number): Promise<void> {
    return this.advance(Math.max(0, time - this.now()));
  }

  /**
   * Moves the clock back by whole days, so that it is at most a day before `time` and not after it; what waits for a
   * time waits as long as before. For histories that are replayed into a cloud that is still empty.
   *
   * @returns the milliseconds moved back; 0 when the time has not come yet
   */
  setBack(time: number): number {
    const shift = Math.ceil(Math.max(0, this.now() - time) / DAY) * DAY;
    if (shift === 0) return 0;
    this.#rebase(this.now() - shift);
    for (const task of this.#tasks) task.due -= shift;
    this.#schedule();
    return shift;
  }

  /**
   * Moves the clock ahead over a span in which nothing happens: what waits for a time waits as long as before. For histories
   * with quiet years in them.
   *
   * @param span milliseconds; a multiple of all that recurs
   */
  skip(span: number): void {
    this.#rebase(checkedTime(this.now() + span));
    for (const task of this.#tasks) task.due += span;
    this.#schedule();
  }

  /** Forgets every task; `now` goes on working. */
  stop(): void {
    this.#stopped = true;
    this.#tasks = [];
    clearTimeout(this.#handle);
  }

  async #runUntil(target: number): Promise<void> {
    clearTimeout(this.#handle);
    try {
      let count = 0;
      for (let task = this.#tasks[0]; task && task.due <= target; task = this.#tasks[0]) {
        this.#tasks.shift();
        if (++count % TASKS_AT_A_STRETCH === 0) await new Promise((resolve) => setImmediate(resolve));
        this.#held = Math.max(task.due, this.#held ?? this.#cloud);
        await task.run();
        await this.settle();
      }
    } finally {
      this.#held = undefined;
      this.#rebase(Math.max(target, this.now()));
      this.#schedule();
    }
  }

  #rebase(cloud: number): void {
    this.#cloud = cloud;
    this.#real = Date.now();
  }

  #schedule(): void {
    clearTimeout(this.#handle);
    const task = this.#tasks[0];
    if (this.#stopped || !task || this.#speed === 0 || this.#held !== undefined) return;
    const wait = Math.min((task.due - this.now()) / this.#speed, LONGEST_REAL_TIMEOUT);
    this.#handle = setTimeout(() => this.#runDue(), Math.max(0, wait));
  }

  /** Real time does not wait for work to settle: each task starts when it is due. */
  #runDue(): void {
    const now = this.now();
    while (this.#tasks[0] && this.#tasks[0].due <= now) void this.#tasks.shift()!.run();
    this.#schedule();
  }
}

function checkedSpeed(speed: unknown): number {
  if (typeof speed === "number" && speed >= 0 && speed <= FASTEST) return speed;
  throw new RangeError(`clock speed ${speed}: expected a number from 0 to ${FASTEST}`);
}

function checkedTime(time: number): number {
  if (time >= 0 && time <= LATEST) return time;
  throw new RangeError("clock: expected a time from 1970 to the end of 9999");
}
