package org.inkstream.trainer.bundling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.model.drift.DriftReports;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.Losses;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;

/** Compares two references as serving would: the new images are a window of a stream. */
final class ReferenceShifts {

  private ReferenceShifts() {}

  /**
   * All statistics, the farthest first.
   *
   * @param scorer gives calibrated probabilities
   * @param images those that the new profile was made of
   */
  static List<StatisticShift> between(
      ReferenceProfile before,
      ReferenceProfile after,
      Scorer scorer,
      ImageEncoder encoder,
      ImageSet images) {
    WindowCounts window = counts(before, scorer, encoder, images);
    DriftMonitor monitor = new DriftMonitor(before);
    monitor.observe(window, Instant.EPOCH);
    List<DriftStatistic> statistics =
        DriftReports.report(before, monitor, window, "", Instant.EPOCH, Instant.EPOCH, 0)
            .getStatistics();
    List<StatisticShift> shifts = new ArrayList<>();
    for (int i = 0; i < statistics.size(); i++) {
      DriftStatistic statistic = statistics.get(i);
      shifts.add(
          new StatisticShift(
              statistic.getName(),
              median(before, i),
              median(after, i),
              statistic.getPsiDebiased(),
              statistic.getWasserstein(),
              statistic.getState() == DriftState.ALARM));
    }
    shifts.sort(Comparator.comparingDouble(StatisticShift::distance).reversed());
    return List.copyOf(shifts);
  }

  private static WindowCounts counts(
      ReferenceProfile before, Scorer scorer, ImageEncoder encoder, ImageSet images) {
    FeatureExtractor extractor = before.featureMap().extractor();
    WindowCounts counts = new WindowCounts();
    LabelCounts labels = new LabelCounts();
    Profiles.each(
        scorer,
        encoder,
        images,
        (rows, row, image) -> {
          // Not a name that reference images have, whose ties it is to break.
          long hash = EventHash.of("new-reference-" + image);
          counts.add(rows, row, hash, before, extractor);
          float ofTruth = rows.probabilities()[row * rows.classes() + images.label(image)];
          // Of labels, a report's statistics need but the ranks of the losses.
          labels.addLossBin(before.lossBin(Losses.of(ofTruth), hash), before.lossBins());
        });
    counts.merge(WindowCounts.ofLabels(labels));
    return counts;
  }

  /** Reports have the losses after the statistics of the map. */
  private static double median(ReferenceProfile profile, int statistic) {
    return statistic < profile.featureMap().size()
        ? profile.median(statistic)
        : profile.lossMedian();
  }
}
