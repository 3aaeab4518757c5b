-- Up Migration
-- What the daily retention run may delete (policy/retention.yaml says after how many days). Restrictive: whatever the app
-- asks for, nothing younger than 31 days goes. A nonce that went while its token still counts could be used again.
grant delete on dead_letters, webhook_events, steps, nonces to quarterdeck_app;
create policy only_old on dead_letters as restrictive for delete to quarterdeck_app
  using (received_at < now() - interval '31 days');
create policy only_old on webhook_events as restrictive for delete to quarterdeck_app
  using (received_at < now() - interval '31 days');
create policy only_old on steps as restrictive for delete to quarterdeck_app
  using (at < now() - interval '31 days');
create policy only_old on nonces as restrictive for delete to quarterdeck_app
  using (used_at < now() - interval '31 days');
