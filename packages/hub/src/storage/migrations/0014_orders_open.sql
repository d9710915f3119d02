-- orders without an end at their POS are few among all that ever came: the sweep and the question whether an answer is still awaited
-- must not read the others
CREATE INDEX orders_open ON orders (org_id, order_id) WHERE injection NOT IN ('accepted', 'rejected', 'expired');
