package org.inkstream.streams.driftview;

import java.util.List;
import java.util.Optional;
import org.inkstream.model.command.CommandFailure;

/**
 * What is to be acknowledged of one version. Pure.
 *
 * @param statistic the one that was named; empty for all
 * @param raised what is in WARN or ALARM and hereby acknowledged; not empty
 */
record Acknowledgement(String version, String statistic, List<Watched> raised) {

  Acknowledgement {
    raised = List.copyOf(raised);
  }

  /**
   * What the newest reports have to acknowledge.
   *
   * @param version the only one asked for; empty for all whose reports have not stopped
   * @param statistic the only one asked for; empty for all
   * @return one for each version, not empty
   * @throws CommandFailure if there is nothing, or none of that name
   */
  static List<Acknowledgement> of(
      ReportBook book, Optional<String> version, Optional<String> statistic) {
    List<VersionReports> versions =
        version.isEmpty() ? book.active() : book.version(version.get()).stream().toList();
    if (versions.isEmpty()) {
      throw new CommandFailure(
          version
              .map(v -> "there is no drift report of version '" + v + "'")
              .orElse("nothing to acknowledge: there is no drift report yet"));
    }
    if (statistic.isPresent() && versions.stream().noneMatch(v -> has(v, statistic.get()))) {
      throw new CommandFailure(
          "there is no statistic '"
              + statistic.get()
              + "' in the newest reports ('./inkstream drift --all' lists them)");
    }
    List<Acknowledgement> found =
        versions.stream()
            .map(v -> new Acknowledgement(v.version(), statistic.orElse(""), raised(v, statistic)))
            .filter(a -> !a.raised().isEmpty())
            .toList();
    if (found.isEmpty()) {
      throw new CommandFailure(
          "nothing to acknowledge: "
              + statistic.map(s -> s + " is").orElse("no statistic is")
              + (statistic.isPresent() ? " neither in WARN nor in ALARM" : " in WARN or ALARM")
              + version.map(v -> " for version '" + v + "'").orElse(""));
    }
    return found;
  }

  private static boolean has(VersionReports version, String statistic) {
    return Watched.of(version.latest()).stream().anyMatch(w -> w.name().equals(statistic));
  }

  private static List<Watched> raised(VersionReports version, Optional<String> statistic) {
    return Watched.of(version.latest()).stream()
        .filter(Watched::isRaised)
        .filter(w -> statistic.isEmpty() || w.name().equals(statistic.get()))
        .toList();
  }
}
