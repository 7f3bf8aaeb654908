package org.inkstream.streams.models;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.drift.ReferenceProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reference profiles of versions, kept when once known. Safe for use by many threads. */
final class Profiles {

  private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);

  private final ModelPool pool;
  private final Map<String, ReferenceProfile> known = new ConcurrentHashMap<>();

  Profiles(ModelPool pool) {
    this.pool = pool;
  }

  /**
   * The profile of a version, for which it is loaded if need be; empty if it may not score, or
   * cannot be loaded now.
   */
  Optional<ReferenceProfile> of(String version) {
    ReferenceProfile before = known.get(version);
    if (before != null) {
      return Optional.of(before);
    }
    // Leased, so that it is not given back before it was asked.
    try (ModelPool.Lease lease = pool.lease(version, 1)) {
      ReferenceProfile profile = lease.model().profile();
      known.put(version, profile);
      return Optional.of(profile);
    } catch (RefusedException | KafkaException e) {
      LOG.warn("event=no-profile version={} error={}", version, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
