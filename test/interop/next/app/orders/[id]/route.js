import { addFields, getLogger } from "cumulog";
import { withRequestLogging } from "cumulog/http/fetch";

const log = getLogger("orders");

export const POST = withRequestLogging(
  async (request, { params }) => {
    const { id } = await params;
    addFields({ wide: id });
    const body = await request.json();
    log.info({ mine: id, body: body.id }, "begin");
    for (let turn = Number(id.slice(2)) % 7; turn >= 0; turn -= 1)
      await new Promise((resolve) => setImmediate(resolve));
    log.info({ mine: id, body: id }, "step");
    return Response.json({ id });
  },
  { route: "/orders/[id]", trustedProxies: 1 },
);
