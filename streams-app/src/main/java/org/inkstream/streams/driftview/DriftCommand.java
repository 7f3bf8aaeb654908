package org.inkstream.streams.driftview;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.WakeupException;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Terminal;
import org.inkstream.schemas.DriftState;
import org.inkstream.streams.tail.JsonLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drift}. */
@Command(
    name = "drift",
    subcommands = AckCommand.class,
    synopsisSubcommandLabel = "[ack]",
    description = {
      "Shows the newest drift report of each version, its statistics by evidence, and keeps it up to"
          + " date until interrupted. Where input or output is not a terminal it prints the table"
          + " once, as with --once.",
      "A version whose reports have stopped for more than 10 windows is one line.",
      "'drift ack' acknowledges warnings and alarms."
    })
public final class DriftCommand implements Callable<Integer> {

  private static final int ALARMED = 3;
  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Terminal.Size USUAL_SIZE = new Terminal.Size(80, 24);

  /** Where nobody's terminal sets a bound. */
  private static final int WIDTH_OF_FILES = 120;

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(names = "--once", description = "Print what there is and end.")
  private boolean once;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description = "This version only, with its table even if its reports have stopped.")
  private String version;

  @Option(
      names = "--all",
      description =
          "All statistics. Default: the 12 with the most evidence, and all in WARN or ALARM.")
  private boolean all;

  @Option(
      names = "--json",
      description =
          "One JSON object a report and line: the newest of each version, then, without --once,"
              + " those that come, until interrupted.")
  private boolean json;

  @Option(
      names = "--fail-on-alarm",
      description =
          "As --once, and exit with 3 if a version whose reports have not stopped is in ALARM, or"
              + " the one of --version; with 1 if there is no report.")
  private boolean failOnAlarm;

  /** The command, for picocli. */
  public DriftCommand() {}

  @Override
  public Integer call() {
    kafka.requireBroker();
    boolean ends = once || failOnAlarm || !(json || Terminal.isInteractive());
    boolean live = !ends && !json;
    PrintWriter err = spec.commandLine().getErr();
    // A line of its own would break the live table: there it is part of the page, and told at last.
    List<String> complaints = new ArrayList<>();
    ReportBook book = new ReportBook();
    try (ReportReader reader =
        new ReportReader(
            kafka.client(), kafka.topics().driftReports(), live ? complaints::add : err::println)) {
      if (ends) {
        reader.readToEnd(book::add);
        return printOnce(book);
      }
      Interruption.endsWell(reader::wakeup, () -> follow(reader, book, complaints));
      return 0;
    } finally {
      complaints.forEach(err::println);
    }
  }

  private int printOnce(ReportBook book) {
    if (chosen(book).isEmpty()) {
      if (failOnAlarm) {
        throw new CommandFailure(nothing());
      }
      if (!json) {
        out().println(nothing());
      }
      return 0;
    }
    if (json) {
      chosen(book).forEach(v -> out().println(JsonLines.json(v.latest())));
    } else {
      int width =
          Terminal.isInteractive() ? Terminal.size().orElse(USUAL_SIZE).columns() : WIDTH_OF_FILES;
      page(book, width).forEach(out()::println);
    }
    return failOnAlarm && isAlarmed(book) ? ALARMED : 0;
  }

  private boolean isAlarmed(ReportBook book) {
    return (version == null ? book.active() : chosen(book))
        .stream().anyMatch(v -> v.latest().getState() == DriftState.ALARM);
  }

  private void follow(ReportReader reader, ReportBook book, List<String> complaints) {
    try {
      reader.readToEnd(book::add);
      if (json) {
        followJson(reader, book);
      } else {
        followTable(reader, book, complaints);
      }
    } catch (WakeupException e) {
      // Told to stop.
      out().flush();
    }
  }

  private void followJson(ReportReader reader, ReportBook book) {
    chosen(book).forEach(v -> out().println(JsonLines.json(v.latest())));
    // Asking whether the reader has gone also flushes.
    while (!out().checkError()) {
      reader.poll(
          REDRAW,
          report -> {
            if (version == null || version.equals(report.getVersion())) {
              out().println(JsonLines.json(report));
            }
          });
    }
  }

  private void followTable(ReportReader reader, ReportBook book, List<String> complaints) {
    Terminal.Size size = USUAL_SIZE;
    try (LiveScreen screen = new LiveScreen(out())) {
      while (true) {
        size = Terminal.size().orElse(size);
        List<String> lines = new ArrayList<>();
        lines.add(
            "drift at %s (Ctrl-C ends)".formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        lines.addAll(complaints);
        lines.add("");
        lines.addAll(chosen(book).isEmpty() ? List.of(nothing()) : page(book, size.columns()));
        screen.draw(lines, size);
        reader.poll(REDRAW, book::add);
      }
    } finally {
      // The last page stays when the second screen has gone.
      if (!chosen(book).isEmpty()) {
        page(book, size.columns()).forEach(out()::println);
      }
    }
  }

  private List<VersionReports> chosen(ReportBook book) {
    return version == null ? book.all() : book.version(version).stream().toList();
  }

  private List<String> page(ReportBook book, int width) {
    DriftPage page =
        new DriftPage(new Look(all, width, Terminal.isUtf8() ? Sparkline.BLOCKS : Sparkline.ASCII));
    return version == null
        ? page.lines(book)
        : book.version(version).map(v -> page.lines(book, v)).orElse(List.of());
  }

  private String nothing() {
    return version == null
        ? "there is no drift report yet ('./inkstream serve' writes one for each window)"
        : "there is no drift report of version '" + version + "'";
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
