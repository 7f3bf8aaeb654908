package org.inkstream.trainer.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.details;
import static j2html.TagCreator.document;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.inkstream.trainer.compare.Compared;

/** A comparison as one page. It loads nothing, and says so to the browser, which sees to it. */
public final class Page {

  private static final String STYLE = "page.css";

  /** Pictures and style of its own, and nothing else. */
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

  private Page() {}

  /**
   * The page.
   *
   * @param data name of the data set, for people
   */
  public static String of(Compared compared, String data) {
    String heading = "Families of models on " + data;
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                        meta().withName("viewport").withContent("width=device-width"),
                        meta().withName("color-scheme").withContent("light dark"),
                        title(heading),
                        style(rawHtml(sheet()))),
                    body(
                        h1(heading),
                        p(summaryOf(compared)).withClass("soft"),
                        nav(
                            link("scores", "Scores"),
                            link("significance", "Significance"),
                            link("calibration", "Calibration"),
                            link("curves", "Training images"),
                            link("shifts", "Moved"),
                            link("turns", "Turned"),
                            link("confusions", "Confusions"),
                            link("worst", "Worst mistakes"),
                            link("maps", "Where they look"),
                            link("filters", "Learnt filters"),
                            link("settings", "Settings")),
                        Scores.section(compared),
                        Scores.significance(compared),
                        Scores.calibration(compared),
                        Bearing.curves(compared),
                        Bearing.shifts(compared),
                        Bearing.turns(compared),
                        Errors.confusions(compared),
                        Errors.worst(compared),
                        Sight.maps(compared),
                        Sight.filters(compared),
                        Parts.section(
                            "settings",
                            "What was compared",
                            "With the same images, settings and seed the results are the same on one"
                                + " machine, times apart.",
                            details(summary("Settings and data"), settings(compared).html()))))
                .attr("lang", "en"))
        + "\n";
  }

  private static DomContent link(String id, String text) {
    return a(text).withHref("#" + id);
  }

  static String summaryOf(Compared compared) {
    return "%s families, each tested with the same %s images of %d classes%s; learnt from %s images."
        .formatted(
            compared.families().size(),
            Figures.count(compared.images()),
            compared.labels().size(),
            compared.folds() > 1
                ? " in %d folds, every image once".formatted(compared.folds())
                : ", the one test part",
            Figures.count(compared.families().get(0).tested().get(0).trainImages()));
  }

  private static Table settings(Compared compared) {
    List<List<String>> families =
        compared.families().stream()
            .map(family -> List.of(family.name(), family.candidate().description()))
            .toList();
    List<List<String>> others =
        compared.identity().entrySet().stream()
            .map(entry -> List.of(entry.getKey(), entry.getValue()))
            .toList();
    return new Table(
        List.of("setting", "value"), Stream.concat(families.stream(), others.stream()).toList());
  }

  private static String sheet() {
    try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + STYLE, e);
    }
  }
}
