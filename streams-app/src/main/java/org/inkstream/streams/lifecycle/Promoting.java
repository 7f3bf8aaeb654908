package org.inkstream.streams.lifecycle;

import java.io.PrintWriter;
import org.inkstream.model.command.RolloutOptions;
import org.inkstream.model.fleet.RolloutRequest;

/** What promote and rollback have in common. */
final class Promoting {

  private Promoting() {}

  /** Promotes and says so; says so too if there is nothing to change. */
  static void promote(
      Lifecycle lifecycle, RolloutOptions options, String version, String reason, PrintWriter out) {
    RolloutRequest request =
        new RolloutRequest(
            version,
            options.lead(),
            options.at(),
            options.patience(),
            options.force(),
            reason,
            System.getProperty("user.name", "unknown"));
    String line =
        lifecycle
            .promote(
                request,
                progress -> {
                  out.println(progress);
                  out.flush();
                })
            .map(
                change ->
                    "champion: %s from %s on (before: %s)"
                        .formatted(
                            version,
                            change.getEffectiveFrom(),
                            change.getPrevious() == null ? "none" : change.getPrevious()))
            .orElse("champion: " + version + " already");
    out.println(line);
    out.flush();
  }
}
