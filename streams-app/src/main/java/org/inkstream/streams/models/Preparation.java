package org.inkstream.streams.models;

import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a version ready ahead of its use, and tells on {@code model-status} what came of it. Safe
 * for use by many threads.
 */
final class Preparation {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /** What a version is made ready for. */
  enum Purpose {
    /** Events of its time: if there is no room for it, the champion before answers them. */
    USE,
    /**
     * To be kept warm only: it had to make way for others, perhaps, and must not lose its place in
     * the history because there is no room for it again.
     */
    WARMTH
  }

  private final ModelPool pool;
  private final Champions champions;
  private final Shadows shadows;
  private final SwapRecorder swaps;
  private final StatusWriter status;

  Preparation(
      ModelPool pool,
      Champions champions,
      Shadows shadows,
      SwapRecorder swaps,
      StatusWriter status) {
    this.pool = pool;
    this.champions = champions;
    this.shadows = shadows;
    this.swaps = swaps;
    this.status = status;
  }

  /** Loads a version, unless it is loaded, while the caller waits. */
  void prepare(String version, Purpose purpose) {
    try {
      pool.prepare(version);
      champions.admit(version);
      status.loaded(
          version,
          pool.peek(version, LoadedModel::steps).orElse(List.of()),
          pool.peek(version, LoadedModel::nativeBytes).orElse(0L));
    } catch (RefusedException e) {
      if (purpose == Purpose.WARMTH && !e.reason().isForGood()) {
        LOG.debug("event=not-kept-warm version={} reason={}", version, e.reason());
      } else {
        refused(version, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      // Whoever needs the version tries again; so does the next promotion.
      LOG.warn("event=load-failed version={} error={}", version, e.toString());
    }
  }

  private void refused(String version, RefusedException refusal) {
    if (refusal.reason() != RefusalReason.UNKNOWN_VERSION) {
      champions.remove(version, refusal);
    } else if (!champions.missing(version)) {
      return;
    }
    if (refusal.reason().isForGood()) {
      shadows.refuse(version);
    }
    swaps.forget(version);
    status.refused(version, refusal);
  }
}
