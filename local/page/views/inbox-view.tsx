import { Empty } from "../components/empty.tsx";
import { NotificationCard } from "../components/notification-card.tsx";
import { inboxMessages } from "../model/happenings.ts";
import { type HashRoute, link } from "../model/hash-route.ts";
import { useStore } from "../model/store.ts";

const MOST_SHOWN = 50;

/** What would have been sent to people, as they would have read it. */
export function InboxView({ route }: { route: HashRoute }) {
  const messages = useStore(inboxMessages);
  if (route.parameter !== undefined) {
    const chosen = messages.filter(({ id }) => id === route.parameter);
    return (
      <>
        <p>
          <a href={link("inbox")}>All messages</a>
        </p>
        {chosen.length === 0 && <Empty>There is no message {route.parameter}.</Empty>}
        <div class="inbox">
          {chosen.map((message, index) => (
            <NotificationCard key={index} message={message} source />
          ))}
        </div>
      </>
    );
  }
  if (messages.length === 0)
    return (
      <Empty>
        Nothing was sent. E-mails, posts and other messages appear here instead of leaving this machine.
      </Empty>
    );
  return (
    <>
      <p class="summary">
        {messages.length.toLocaleString("en")} {messages.length === 1 ? "message" : "messages"}
        {messages.length > MOST_SHOWN && `, the newest ${MOST_SHOWN} are shown`}
      </p>
      <div class="inbox">
        {messages.slice(0, MOST_SHOWN).map((message) => (
          <NotificationCard
            key={`${message.id} ${message.to} ${message.protocol}`}
            message={message}
            source
          />
        ))}
      </div>
    </>
  );
}
