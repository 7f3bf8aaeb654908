package org.inkstream.trainer.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.compare.Examined;
import org.inkstream.trainer.compare.FamilyResult;
import org.inkstream.trainer.fit.LearntFilters;

/** What families look at, and what they have learnt to look for. */
final class Sight {

  /** Maps of more classes are looked at by nobody. */
  private static final int MOST_CLASSES = 40;

  private Sight() {}

  static DomContent maps(Compared compared) {
    List<List<String>> rows = new ArrayList<>();
    for (FamilyResult family : compared.families()) {
      float[] map = family.examined().occlusion();
      rows.add(
          List.of(
              family.name(),
              Figures.percent(Pictures.largest(List.of(map))),
              Figures.percent(mean(map)),
              family.examined().permutation().length == 0
                  ? "–"
                  : Figures.decimal(
                      Pictures.largest(List.of(family.examined().permutation())), 4)));
    }
    return Parts.section(
        "maps",
        "Where they look",
        "A patch of blank paper is laid over %s test images, at one place after another: orange is"
                .formatted(Figures.count(compared.families().get(0).examined().coveredImages()))
            + " where covering takes probability from the true class, blue where it gives some. First"
            + " over all images, then over those of each class; within a family all are on one scale."
            + " For families that ask one pixel after another there is also by how much their"
            + " cross-entropy rises when a single pixel has another image's value.",
        each(compared.families(), family -> maps(compared, family)),
        new Table(
                List.of(
                    "family",
                    "covering takes at most",
                    "on average over places",
                    "a single pixel costs at most, nats"),
                rows)
            .html());
  }

  private static DomContent maps(Compared compared, FamilyResult family) {
    Examined examined = family.examined();
    List<float[]> classes =
        compared.labels().size() <= MOST_CLASSES ? examined.occlusionOfClasses() : List.of();
    List<float[]> all = new ArrayList<>(classes);
    all.add(examined.occlusion());
    double full = Pictures.largest(all);
    List<DomContent> pictures = new ArrayList<>();
    pictures.add(picture(compared, examined.occlusion(), full, "all"));
    for (int label = 0; label < classes.size(); label++) {
      pictures.add(picture(compared, classes.get(label), full, compared.labels().get(label)));
    }
    if (examined.permutation().length > 0) {
      pictures.add(
          picture(
              compared,
              examined.permutation(),
              Pictures.largest(List.of(examined.permutation())),
              "single pixels"));
    }
    return div(h3(family.name()), Parts.strip(false, pictures));
  }

  private static DomContent picture(Compared compared, float[] map, double full, String caption) {
    return Parts.picture(Pictures.signed(map, compared.width(), compared.height(), full), caption);
  }

  private static double mean(float[] map) {
    double sum = 0;
    for (float number : map) {
      sum += number;
    }
    return sum / map.length;
  }

  static DomContent filters(Compared compared) {
    List<FamilyResult> with =
        compared.families().stream()
            .filter(family -> !family.examined().filters().isEmpty())
            .toList();
    List<String> without =
        compared.families().stream()
            .filter(family -> family.examined().filters().isEmpty())
            .map(FamilyResult::name)
            .toList();
    return Parts.section(
        "filters",
        "What they have learnt to look for",
        "Weights on the pixels: where they are orange ink speaks for it, where they are blue against"
            + " it."
            + (without.isEmpty()
                ? ""
                : " There are no such pictures of " + String.join(", ", without) + "."),
        with.isEmpty()
            ? p("None of these families has weights on pixels.")
            : each(
                with,
                family ->
                    each(
                        family.examined().filters(),
                        filters ->
                            div(
                                h3(heading(family, filters)),
                                Parts.strip(!filters.ofClasses(), pictures(compared, filters))))));
  }

  private static String heading(FamilyResult family, LearntFilters filters) {
    int shown = filters.weights().size();
    return family.name()
        + ": "
        + filters.what()
        + (shown < filters.all()
            ? ", the %d strongest of %s".formatted(shown, Figures.count(filters.all()))
            : "");
  }

  /** Each kernel is as full as it gets, but those of classes are on one scale. */
  private static List<DomContent> pictures(Compared compared, LearntFilters filters) {
    double all = Pictures.largest(filters.weights());
    List<DomContent> pictures = new ArrayList<>();
    for (int i = 0; i < filters.weights().size(); i++) {
      float[] weights = filters.weights().get(i);
      pictures.add(
          Parts.picture(
              Pictures.signed(
                  weights,
                  filters.width(),
                  filters.height(),
                  filters.ofClasses() ? all : Pictures.largest(List.of(weights))),
              filters.ofClasses() ? compared.labels().get(i) : Integer.toString(i + 1)));
    }
    return pictures;
  }
}
