package org.inkstream.streams.scoring;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;

/**
 * Makes the scoring node of each task, with the stores of its waiting events and of what it has not
 * told yet.
 *
 * @param images the images topic, for its encoding and for the headers of dead letters
 * @param settings how events are batched
 * @param champions which version scores an event
 * @param pool where it is loaded
 * @param drift how drift is windowed
 * @param beside runs the drift statistics of all nodes, beside their own threads or in them
 * @param listener hears what the nodes do
 * @param labelPartitions to how many partitions what labels will need is sent; 0 to send nothing
 * @param shadow is given what was answered; empty if there never is one
 * @param shadowListener hears what the nodes do for the shadow
 */
public record ScoringSupplier(
    Topic<ImageEvent> images,
    ScoringSettings settings,
    Champions champions,
    ModelPool pool,
    DriftSettings drift,
    Executor beside,
    ScoringListener listener,
    int labelPartitions,
    Optional<ShadowScoring> shadow,
    ShadowListener shadowListener)
    implements ProcessorSupplier<byte[], byte[], byte[], Outcome> {

  @Override
  public Processor<byte[], byte[], byte[], Outcome> get() {
    return new ScoreProcessor(this);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(PendingImages.builder(), Journal.builder());
  }
}
