package org.inkstream.bench.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.CommittedRecords;
import org.inkstream.bench.stream.Events;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.SwapReceipt;

/**
 * Holds every answer against the history of the champion, and nothing else: an answer carries the
 * time of its event, and the history says whose turn it was then.
 *
 * @param answers in all
 * @param misplaced answers that repeat one, skip one or come out of order
 * @param wrongVersion answers by another version than the champion of their time
 * @param versions how many answers there are by each
 */
record SwapAudit(long answers, long misplaced, long wrongVersion, Map<String, Long> versions) {

  /**
   * Reads all answers.
   *
   * @param champions the version of a time
   */
  static SwapAudit of(Cluster cluster, LongFunction<String> champions) {
    long[] next = new long[Events.PARTITIONS];
    long[] counts = new long[3];
    Map<String, Long> versions = new TreeMap<>();
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.classifications().name(),
        Events.PARTITIONS,
        entry -> {
          Classification answer = Cluster.TOPICS.classifications().wire().decode(entry.value());
          counts[0]++;
          int partition = answer.getSourcePartition();
          counts[1] += answer.getSourceOffset() == next[partition] ? 0 : 1;
          next[partition] = answer.getSourceOffset() + 1;
          String version = answer.getModelVersion();
          versions.merge(version, 1L, Long::sum);
          counts[2] += version.equals(champions.apply(entry.timestamp())) ? 0 : 1;
        });
    return new SwapAudit(counts[0], counts[1], counts[2], versions);
  }

  /** The receipts that were written. */
  static List<SwapReceipt> receipts(Cluster cluster) {
    List<SwapReceipt> receipts = new ArrayList<>();
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.modelStatus().name(),
        1,
        entry ->
            Optional.ofNullable(
                    Cluster.TOPICS.modelStatus().wire().decode(entry.value()).getReceipt())
                .ifPresent(receipts::add));
    return receipts;
  }
}
