export { type PosWebhookParts, receivePosWebhook } from "./receive-pos-webhook.ts";
