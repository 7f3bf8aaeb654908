package org.inkstream.trainer.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.compare.FamilyResult;
import org.inkstream.trainer.compare.Mistake;

/** What is taken for what. */
final class Errors {

  /** A larger matrix is read by nobody. */
  private static final int MOST_CLASSES = 40;

  private static final int MOST_CONFUSED = 10;

  private Errors() {}

  static DomContent confusions(Compared compared) {
    boolean matrices = compared.labels().size() <= MOST_CLASSES;
    return Parts.section(
        "confusions",
        "What is taken for what",
        "Test images by their class (rows) and the answer (columns); the fuller the colour, the more"
            + " of the class's images.",
        each(
            compared.families(),
            family ->
                details(
                        summary(family.name()),
                        matrices ? matrix(compared, family) : each(List.of(), none -> p()),
                        h3("Most often"),
                        confused(compared, family).html())
                    .condAttr(family.equals(compared.families().get(0)), "open", "")));
  }

  private static DomContent matrix(Compared compared, FamilyResult family) {
    int[][] counts = family.calibrated().confusion();
    List<String> labels = compared.labels();
    return div(table(
                thead(tr(th(""), each(labels, label -> th(label).attr("scope", "col")))),
                tbody(
                    each(
                        IntStream.range(0, counts.length).boxed().toList(),
                        truth -> row(labels.get(truth), truth, counts[truth]))))
            .withClass("confusion"))
        .withClass("scroll");
  }

  private static TrTag row(String label, int truth, int[] counts) {
    int all = Math.max(1, IntStream.of(counts).sum());
    List<TdTag> cells = new ArrayList<>();
    for (int answer = 0; answer < counts.length; answer++) {
      TdTag cell = td(counts[answer] == 0 ? "" : Integer.toString(counts[answer]));
      if (answer == truth) {
        cell.withClass("right");
      } else if (counts[answer] > 0) {
        // A tenth of a class is as full as it gets: more than that is rare.
        double share = Math.min(1, 10.0 * counts[answer] / all);
        cell.withStyle(
            String.format(
                Locale.ROOT,
                "background:color-mix(in srgb,var(--hot) %.0f%%,transparent)",
                10 + 60 * share));
      }
      cells.add(cell);
    }
    return tr(th(label).attr("scope", "row"), each(cells, cell -> cell));
  }

  private record Confused(int truth, int answer, int count, int all) {}

  private static Table confused(Compared compared, FamilyResult family) {
    int[][] counts = family.calibrated().confusion();
    List<Confused> found = new ArrayList<>();
    for (int truth = 0; truth < counts.length; truth++) {
      int all = IntStream.of(counts[truth]).sum();
      for (int answer = 0; answer < counts.length; answer++) {
        if (answer != truth && counts[truth][answer] > 0) {
          found.add(new Confused(truth, answer, counts[truth][answer], all));
        }
      }
    }
    found.sort(Comparator.comparingInt(Confused::count).reversed());
    return new Table(
        List.of("class", "taken for", "images", "of the class"),
        found.stream()
            .limit(MOST_CONFUSED)
            .map(
                one ->
                    List.of(
                        compared.labels().get(one.truth()),
                        compared.labels().get(one.answer()),
                        Figures.count(one.count()),
                        Figures.percent((double) one.count() / one.all())))
            .toList());
  }

  static DomContent worst(Compared compared) {
    return Parts.section(
        "worst",
        "The worst mistakes",
        "Test images that a family is wrong about, those first whose true class it finds least"
            + " probable: the class, then the answer and how sure of it the family is.",
        each(
            compared.families(),
            family ->
                div(
                    h3(family.name()),
                    family.worst().isEmpty()
                        ? p("None: every test image is right.")
                        : Parts.strip(
                            false,
                            family.worst().stream().map(one -> picture(compared, one)).toList()))));
  }

  private static DomContent picture(Compared compared, Mistake mistake) {
    return Parts.inked(
        mistake.pixels(),
        compared.width(),
        compared.height(),
        "%s, not %s (%.0f %%)"
            .formatted(
                compared.labels().get(mistake.truth()),
                compared.labels().get(mistake.answer()),
                100 * mistake.confidence()));
  }
}
