package org.inkstream.streams.models;

import java.util.List;
import java.util.function.Consumer;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistryEvent;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.schemas.AliasChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what the registry's topics say to those whom it concerns. For one thread. */
final class RegistryNews {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryNews.class);

  private final Champions champions;
  private final SwapRecorder swaps;
  private final ModelPool pool;
  private final StatusWriter status;
  private final Consumer<String> named;

  /**
   * Tells nothing yet.
   *
   * @param named hears of each version that is published, or given a name
   */
  RegistryNews(
      Champions champions,
      SwapRecorder swaps,
      ModelPool pool,
      StatusWriter status,
      Consumer<String> named) {
    this.champions = champions;
    this.swaps = swaps;
    this.pool = pool;
    this.status = status;
    this.named = named;
  }

  /**
   * To be called before the champions know of the events, so that the first batch of the next one
   * cannot be missed.
   */
  void expectSwaps(List<RegistryEvent> events) {
    AliasHistory history = champions.history();
    for (RegistryEvent event : events) {
      if (event instanceof RegistryEvent.AliasChanged changed
          && changed.change().getAlias().equals(RegistrySnapshot.CHAMPION)) {
        AliasChange change = changed.change();
        history = history.with(change);
        int place = history.changes().lastIndexOf(change);
        String from = place > 0 ? history.changes().get(place - 1).getVersion() : null;
        LOG.info(
            "event=promotion version={} from={} effectiveFrom={}",
            change.getVersion(),
            from,
            change.getEffectiveFrom());
        if (!change.getVersion().equals(from)) {
          swaps.expect(change, from, pool.allNativeBytes());
        }
      }
    }
  }

  /** Tells what is new. */
  void tell(List<RegistryEvent> events) {
    events.forEach(this::tell);
  }

  /** Tells what could not be read, of events that are no news. */
  void tellSkipped(List<RegistryEvent> events) {
    events.stream().filter(RegistryEvent.Skipped.class::isInstance).forEach(this::tell);
  }

  private void tell(RegistryEvent event) {
    if (event instanceof RegistryEvent.Published published) {
      String version = published.version().getVersion();
      champions.published(version);
      named.accept(version);
    } else if (event instanceof RegistryEvent.AliasChanged changed) {
      if (changed.change().getAlias().equals(RegistrySnapshot.CHAMPION)) {
        named.accept(changed.change().getVersion());
      } else if (changed.change().getAlias().equals(RegistrySnapshot.SHADOW)) {
        shadowed(changed.change());
      }
    } else if (event instanceof RegistryEvent.Deleted deleted) {
      LOG.info("event=deleted version={}", deleted.version());
    } else if (event instanceof RegistryEvent.Skipped skipped) {
      LOG.warn("event=registry-record-skipped detail={}", skipped.detail());
      status.skipped(skipped.subject(), skipped.reason(), skipped.detail());
    }
  }

  private void shadowed(AliasChange change) {
    LOG.info(
        "event=shadow version={} from={} effectiveFrom={}",
        change.getVersion(),
        change.getPrevious(),
        change.getEffectiveFrom());
    if (change.getVersion() != null) {
      named.accept(change.getVersion());
    }
  }
}
