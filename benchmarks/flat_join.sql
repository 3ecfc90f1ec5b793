CREATE VIEW benchmark_flat AS
SELECT r.slug AS id, e.title, e.date, e.date_earliest, e.date_latest, e.date_precision, e.date_approximate,
  e.date_uncertain, e.kind, e.significance,
  (SELECT group_concat(t.slug, '|') FROM record_timelines p JOIN records t ON t.id = p.timeline_id
    WHERE p.record_id = e.record_id) AS timelines,
  (SELECT group_concat(a.name || ' (' || p.role || ')', '|') FROM participations p
    JOIN actors a ON a.record_id = p.actor_id WHERE p.record_id = e.record_id) AS actors,
  (SELECT group_concat(a.name, '|') FROM event_places p JOIN places a ON a.record_id = p.place_id
    WHERE p.record_id = e.record_id) AS places,
  (SELECT group_concat(a.label, '|') FROM record_topics p JOIN topics a ON a.record_id = p.topic_id
    WHERE p.record_id = e.record_id) AS topics,
  e.summary,
  (SELECT group_concat(s.slug, '|') FROM citations p JOIN records s ON s.id = p.source_id
    WHERE p.record_id = e.record_id) AS source_ids,
  (SELECT group_concat(s.title || ' (' || p.locator || ')', '|') FROM citations p
    JOIN sources s ON s.record_id = p.source_id WHERE p.record_id = e.record_id) AS sources,
  'http://127.0.0.1:8000/events/' || r.slug AS url
FROM events e JOIN records r ON r.id = e.record_id
WHERE r.status = 'published'
ORDER BY e.sort_key
