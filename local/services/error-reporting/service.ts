import { googleService } from "../../kernel/google/make-google-service.ts";
import { deleteEvents } from "./operations/delete-events.ts";
import { getGroup } from "./operations/get-group.ts";
import { listEvents } from "./operations/list-events.ts";
import { listGroupStats } from "./operations/list-group-stats.ts";
import { reportErrorEvent } from "./operations/report-error-event.ts";
import { updateGroup } from "./operations/update-group.ts";
import { type ErrorReporting, openErrorReporting } from "./state.ts";
import { ERROR_REPORTING_TYPES } from "./types.ts";

/** Error Reporting: errors that entries report, in groups. */
export const service = googleService<ErrorReporting>({
  name: "error-reporting",
  types: ERROR_REPORTING_TYPES,
  state: openErrorReporting,
  operations: {
    DeleteEvents: deleteEvents,
    GetGroup: getGroup,
    ListEvents: listEvents,
    ListGroupStats: listGroupStats,
    ReportErrorEvent: reportErrorEvent,
    UpdateGroup: updateGroup,
  },
});
