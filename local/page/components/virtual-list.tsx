import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isNarrow } from "../model/narrow-screen.ts";
import { useStore } from "../model/store.ts";

const ROW_HEIGHT = 22;
/** On a narrow screen a row has two lines. */
const NARROW_ROW_HEIGHT = 42;
const OVERSCAN = 4;

interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  /** Name of the list for people who listen to the page. */
  readonly label: string;
  readonly keyOf: (item: Item) => string;
  readonly selected: Item | undefined;
  readonly onSelect: (item: Item | undefined) => void;
  /** Whether the newest item stays in view; ends when the reader scrolls away from it. */
  readonly following?: boolean;
  readonly onFollow?: (following: boolean) => void;
  readonly row: (item: Item) => ComponentChildren;
}

/** A list of rows of one height of which only those in view are in the document. Arrow keys move the selection. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, label, keyOf, selected, onSelect, following = false, onFollow, row } = props;
  const rowHeight = useStore(isNarrow) ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) =>
      setView((before) => ({ ...before, height: entry!.contentRect.height })),
    );
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [items, following, view.height, rowHeight]);

  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    const atEnd = scrollTop + clientHeight >= scrollHeight - rowHeight;
    if (following && !atEnd && scrollTop < view.top) onFollow?.(false);
    else if (!following && atEnd && scrollTop > view.top) onFollow?.(true);
    setView((before) => ({ ...before, top: scrollTop }));
  };
  const select = (index: number): void => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))];
    if (item === undefined) return;
    onFollow?.(false);
    onSelect(item);
    const at = items.indexOf(item) * rowHeight;
    const { scrollTop, clientHeight } = box.current!;
    if (at < scrollTop) box.current!.scrollTop = at;
    else if (at + rowHeight > scrollTop + clientHeight)
      box.current!.scrollTop = at + rowHeight - clientHeight;
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const at = selected === undefined ? -1 : items.indexOf(selected);
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    const target = {
      ArrowDown: at + 1,
      ArrowUp: at === -1 ? items.length - 1 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (event.key === "Escape") onSelect(undefined);
    if (target === undefined) return;
    event.preventDefault();
    select(target);
  };

  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const shown = items.slice(first, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  // Rows that leave the view make room for those that come: to change a text is cheaper than to build a row.
  const slots = Math.ceil(view.height / rowHeight) + 2 * OVERSCAN + 1;
  const idOf = (item: Item): string => `${label}:${keyOf(item)}`.replaceAll(/\s/g, "_");
  const active = selected !== undefined && shown.includes(selected) ? idOf(selected) : undefined;
  return (
    <div
      ref={box}
      class="lines"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={active}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <div class="lines-space" role="presentation" style={{ height: `${items.length * rowHeight}px` }}>
        {shown.map((item, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys
          <div
            key={(first + index) % slots}
            id={idOf(item)}
            class="line"
            role="option"
            aria-selected={item === selected}
            aria-posinset={first + index + 1}
            aria-setsize={items.length}
            style={{ top: `${(first + index) * rowHeight}px` }}
            onClick={() => (item === selected ? onSelect(undefined) : select(first + index))}
          >
            {row(item)}
          </div>
        ))}
      </div>
    </div>
  );
}
