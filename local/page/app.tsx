import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Announcer } from "./components/announcer.tsx";
import { Sidebar } from "./components/sidebar.tsx";
import { TopBar } from "./components/top-bar.tsx";
import { type HashRoute, useRoute } from "./model/hash-route.ts";
import { AlarmsView } from "./views/alarms-view.tsx";
import { DeliveryView } from "./views/delivery-view.tsx";
import { ExploreView } from "./views/explore-view.tsx";
import { FaultsView } from "./views/faults-view.tsx";
import { FunctionsView } from "./views/functions-view.tsx";
import { InboxView } from "./views/inbox-view.tsx";
import { InsightsView } from "./views/insights-view.tsx";
import { MetricsView } from "./views/metrics-view.tsx";
import { OverviewView } from "./views/overview-view.tsx";
import { PatternsView } from "./views/patterns-view.tsx";
import { SearchView } from "./views/search-view.tsx";
import { TailView } from "./views/tail-view.tsx";

interface View {
  readonly title: string;
  readonly component: ComponentType<{ route: HashRoute }>;
}

const VIEWS: Readonly<Record<string, View>> = {
  overview: { title: "Overview", component: OverviewView },
  tail: { title: "Live tail", component: TailView },
  search: { title: "Search", component: SearchView },
  insights: { title: "Logs Insights", component: InsightsView },
  explore: { title: "Explore", component: ExploreView },
  patterns: { title: "Patterns", component: PatternsView },
  metrics: { title: "Metrics", component: MetricsView },
  alarms: { title: "Alarms", component: AlarmsView },
  inbox: { title: "Inbox", component: InboxView },
  functions: { title: "Functions", component: FunctionsView },
  delivery: { title: "Delivery", component: DeliveryView },
  faults: { title: "Faults", component: FaultsView },
};

export function App() {
  const route = useRoute();
  const view = VIEWS[route.view];
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(route.view);
  const title = view?.title ?? "Not found";
  useEffect(() => {
    document.title = `${title} · cumulog`;
    if (shown.current !== route.view) heading.current?.focus();
    shown.current = route.view;
  }, [route.view, title]);
  const Component = view?.component;
  return (
    <div class="frame">
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        Skip to the content
      </button>
      <TopBar />
      <Sidebar current={route.view} />
      <main id="main" class={`main view-${route.view}`}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {Component ? <Component route={route} /> : <p class="empty">There is no page at this address.</p>}
      </main>
      <Announcer />
    </div>
  );
}
