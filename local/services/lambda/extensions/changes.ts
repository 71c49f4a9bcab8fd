/** Tells those who wait that something has changed, so that they look whether it is what they wait for. */
export class Changes {
  readonly #lookers = new Set<() => void>();

  /** Something has changed. */
  tell(): void {
    for (const look of [...this.#lookers]) look();
  }

  /** Resolves with true when it is so, with false after a time. */
  until(isSo: () => boolean, ms: number): Promise<boolean> {
    if (isSo()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (result: boolean) => {
        clearTimeout(timer);
        this.#lookers.delete(look);
        resolve(result);
      };
      const look = () => {
        if (isSo()) settle(true);
      };
      const timer = setTimeout(() => settle(false), ms);
      this.#lookers.add(look);
    });
  }
}
