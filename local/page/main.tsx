// The page's charts need it before anything else is loaded.
import "./charts/valid-language.ts";

import { render } from "preact";
import { App } from "./app.tsx";
import "./model/happenings.ts";
import "./model/tail-buffer.ts";
import { connectToCloud } from "./model/cloud-connection.ts";
import { applyTheme } from "./model/theme.ts";
import "uplot/dist/uPlot.min.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/lines.css";
import "./styles/content.css";
import "./styles/notification.css";
import "./styles/patterns.css";
import "./styles/views.css";

applyTheme();
connectToCloud();
render(<App />, document.getElementById("page")!);
