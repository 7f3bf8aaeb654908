package org.inkstream.model.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftStatistic;

/** Compares the counts of a window with a reference profile. */
public final class DriftReports {

  private DriftReports() {}

  /**
   * The report of one window of one version. The same arguments give the same bits.
   *
   * @param reference the version's profile. Without one the report still says how many events there
   *     were and how they were classified; it has no statistics and no reference shares, because
   *     there is nothing true to put there. If the events were not counted with this profile, there
   *     are no statistics
   * @param counts the window's counts
   * @param version the model version
   * @param windowStart inclusive
   * @param windowEnd exclusive
   * @param lateEvents events of earlier windows that came too late for theirs
   */
  public static DriftReport report(
      Optional<ReferenceProfile> reference,
      WindowCounts counts,
      String version,
      Instant windowStart,
      Instant windowEnd,
      long lateEvents) {
    return DriftReport.newBuilder()
        .setVersion(version)
        .setWindowStart(windowStart)
        .setWindowEnd(windowEnd)
        .setEvents(counts.events())
        .setLateEvents(lateEvents)
        .setReferenceProfile(reference.map(ReferenceProfile::digest).orElse(""))
        .setReferenceEvents(reference.map(ReferenceProfile::events).orElse(0L))
        .setClasses(classes(reference, counts))
        .setStatistics(
            reference
                .filter(counts::countedWith)
                .map(profile -> statistics(profile, counts))
                .orElse(List.of()))
        .build();
  }

  private static List<ClassShare> classes(
      Optional<ReferenceProfile> reference, WindowCounts counts) {
    List<String> names = reference.map(ReferenceProfile::classNames).orElse(List.of());
    List<ClassShare> shares = new ArrayList<>();
    for (int label = 0; label < Math.max(names.size(), counts.classes()); label++) {
      long count = counts.ofClass(label);
      Double referenceShare = null;
      if (reference.isPresent()) {
        ReferenceProfile profile = reference.get();
        long inReference = label < names.size() ? profile.classCounts().get(label) : 0;
        referenceShare = (double) inReference / profile.events();
      }
      shares.add(
          ClassShare.newBuilder()
              .setLabel(label)
              .setName(label < names.size() ? names.get(label) : Integer.toString(label))
              .setCount(count)
              .setShare(counts.events() == 0 ? 0 : (double) count / counts.events())
              .setReferenceShare(referenceShare)
              .build());
    }
    return shares;
  }

  private static List<DriftStatistic> statistics(ReferenceProfile profile, WindowCounts counts) {
    List<DriftStatistic> statistics = new ArrayList<>();
    for (int i = 0; i < profile.featureMap().size(); i++) {
      long[] reference = profile.counts(i);
      long[] window = counts.bins(i);
      statistics.add(
          DriftStatistic.newBuilder()
              .setName(profile.featureMap().names().get(i))
              .setMean(counts.mean(i))
              .setReferenceMean(profile.mean(i))
              .setReferenceStdDev(profile.standardDeviation(i))
              .setPsi(EffectSizes.psi(reference, window))
              .setPsiDebiased(EffectSizes.psiDebiased(reference, window))
              .setKs(EffectSizes.ks(reference, window))
              .setEdges(Arrays.stream(profile.edges(i)).boxed().toList())
              .setBins(Arrays.stream(window).boxed().toList())
              .setReferenceBins(Arrays.stream(reference).boxed().toList())
              .build());
    }
    return statistics;
  }
}
