// The life of a meeting through @zoom/rivet, and its events through rivet's own receiver. Run where node finds it.
import net from "node:net";
import axios from "axios";
import { MeetingsS2SAuthClient } from "@zoom/rivet/meetings";

const { SANDBOX_URL, SANDBOX_HOST, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET, SANDBOX_ACCOUNT_ID } = process.env;
const secret = "webhook-secret-of-the-peers";

// rivet has no option for the base URL of the token call, nor for the address that its receiver listens on.
axios.interceptors.request.use((request) => {
  request.url = request.url.replace(/^https:\/\/zoom\.us\//, `${SANDBOX_URL}/`);
  return request;
});
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, "127.0.0.1", ...rest);
};

const client = new MeetingsS2SAuthClient({
  clientId: SANDBOX_CLIENT_ID,
  clientSecret: SANDBOX_CLIENT_SECRET,
  accountId: SANDBOX_ACCOUNT_ID,
  baseUrl: `${SANDBOX_URL}/v2`,
  webhooksSecretToken: secret,
  port: 0,
});
const events = [];
// The meeting's number has three names.
const of = ({ object }) => object.id ?? object.meeting_id ?? object.meeting_number;
for (const name of process.env.EVENTS.split(" ")) {
  client.webEventConsumer.event(name, ({ payload }) => events.push([name, of(payload)]));
}
const server = await client.start();
const control = (method, path, data) => axios({ method, url: `${SANDBOX_URL}/sandbox${path}`, data });
const webhook = { url: `http://127.0.0.1:${server.address().port}/zoom/events`, secret_token: secret };
const subscription = await control("PUT", "/webhook", webhook);

const { meetings } = client.endpoints;
const created = await meetings.createMeeting({
  path: { userId: SANDBOX_HOST },
  body: { topic: "By rivet – ✓", type: 2, duration: 30, settings: { waiting_room: true } },
});
const path = { meetingId: created.data.id };
const room = (method, what, data) => control(method, `/meetings/${created.data.id}${what}`, data);
const read = await meetings.getMeeting({ path });
const changed = await meetings.updateMeeting({ path, body: { topic: "Changed by rivet" } });
const listed = await meetings.listMeetings({ path: { userId: SANDBOX_HOST } });
await room("POST", "/start");
const guest = (await room("POST", "/participants", { name: "A guest – ✓" })).data;
await room("POST", `/participants/${guest.uuid}/admit`);
await room("POST", `/participants/${guest.uuid}/share`);
await room("POST", `/participants/${guest.uuid}/send-file`);
await room("POST", "/recording/start");
await room("POST", "/live-stream/start");
await room("POST", "/ai-companion/start", { features: ["summary"] });
await room("POST", "/calls/telephone", { phone_number: "15550100100", outcome: "missed" });
await room("POST", "/risk-alert");
const ended = await meetings.updateMeetingStatus({ path, body: { action: "end" } });
await room("POST", "/recording/complete");
await room("POST", "/ai-companion/complete-summary");
const deleted = await meetings.deleteMeeting({ path });
const gone = await meetings.getMeeting({ path }).catch((error) => error.message);
const deliveries = await control("POST", "/deliveries/settle");
await control("DELETE", "/webhook");
server.close();

const seen = {
  validation: subscription.data.validation,
  created: created.statusCode,
  waiting_room: read.data.settings.waiting_room,
  changed: changed.statusCode,
  topics: listed.data.meetings.map((meeting) => meeting.topic),
  ended: ended.statusCode,
  deleted: deleted.statusCode,
  gone: gone.replaceAll(String(created.data.id), "{id}"),
  events: events.map(([name, id]) => [name, typeof id]),
  deliveries: deliveries.data.map((delivery) => delivery.state),
};
process.stdout.write(JSON.stringify(seen), () => process.exit(0));
