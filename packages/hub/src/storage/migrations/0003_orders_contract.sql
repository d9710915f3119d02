-- Where the courier of an order is (contract.md C.5.4): apart from the order's own state, and touched only by those that
-- have a courier. delivery_status: E.6, or what else the channel says. driver: the courier as the channel names them, JSON.
CREATE TABLE order_courier (
  org_id uuid NOT NULL, order_id uuid NOT NULL, delivery_status text NOT NULL, driver text, updated_at bigint NOT NULL,
  CONSTRAINT order_courier_pkey PRIMARY KEY (org_id, order_id));

-- dsp_status: what the DSP says of its own store, online or paused (contract.md C.5.3); null = it never said.
-- A pause without dsp_paused_until has no end.
ALTER TABLE binding ADD COLUMN dsp_status text;
