package org.inkstream.trainer.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.inkstream.trainer.compare.Changed;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.compare.CurvePoint;
import org.inkstream.trainer.compare.Examined;
import org.inkstream.trainer.compare.FamilyResult;

/** How families bear images that are moved or turned, and how few they can learn from. */
final class Bearing {

  private Bearing() {}

  static DomContent shifts(Compared compared) {
    return changed(
        compared,
        "shifts",
        "When images are moved",
        "Accuracy on test images moved by so many pixels, a quarter of them each way: right, down,"
            + " left, up. What leaves the image is lost. A model that has learnt strokes bears it;"
            + " one that has learnt pixels does not.",
        "pixels",
        " px",
        Examined::shifts);
  }

  static DomContent turns(Compared compared) {
    return changed(
        compared,
        "turns",
        "When they are turned",
        "Accuracy on test images turned about their middle, clockwise above 0. Some classes turn"
            + " into others, so that nobody could have all right.",
        "degrees",
        "°",
        Examined::turns);
  }

  private static DomContent changed(
      Compared compared,
      String id,
      String title,
      String meaning,
      String unit,
      String sign,
      Function<Examined, List<Changed>> series) {
    List<FamilyResult> families = compared.families();
    List<Line> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("family"));
    series
        .apply(families.get(0).examined())
        .forEach(each -> head.add(Figures.decimal(each.amount(), 0) + sign));
    for (int i = 0; i < families.size(); i++) {
      FamilyResult family = families.get(i);
      List<Changed> points = series.apply(family.examined());
      lines.add(
          new Line(
              family.name(),
              i,
              false,
              points.stream().mapToDouble(Changed::amount).toArray(),
              points.stream().mapToDouble(point -> 100 * point.accuracy()).toArray()));
      List<String> row = new ArrayList<>(List.of(family.name()));
      points.forEach(point -> row.add(Figures.percent(point.accuracy())));
      rows.add(row);
    }
    return Parts.section(
        id,
        title,
        meaning
            + " %s test images of the first fold."
                .formatted(Figures.count(families.get(0).examined().changedImages())),
        Parts.chart(
            id + "-chart",
            "Accuracy of each family by " + unit,
            Charts.lines(unit, "accuracy, %", 0, 100, lines)),
        new Table(head, rows).html());
  }

  static DomContent curves(Compared compared) {
    List<DomContent> charts = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    double least = least(compared);
    for (int i = 0; i < compared.families().size(); i++) {
      FamilyResult family = compared.families().get(i);
      charts.add(
          div(
              Parts.chart(
                  "curve-" + i,
                  "Accuracy of %s on training and validation images by the number of images learnt from"
                      .formatted(family.name()),
                  Charts.steps(
                      family.name(),
                      "images learnt from",
                      "accuracy, %",
                      least,
                      100,
                      family.curve().stream()
                          .map(point -> Figures.count(point.trainImages()))
                          .toList(),
                      List.of(
                          line("training", i, true, family.curve(), CurvePoint::train),
                          line("validation", i, false, family.curve(), CurvePoint::validation))))));
      for (CurvePoint point : family.curve()) {
        rows.add(
            List.of(
                family.name(),
                Figures.count(point.trainImages()),
                Figures.percent(point.train()),
                Figures.percent(point.validation()),
                Figures.percent(point.test())));
      }
    }
    return Parts.section(
        "curves",
        "How much there is to learn from",
        "Broken lines are the accuracy on images that the model has learnt from, full ones that on"
            + " validation images. Where the broken line lies below 100 % the family is too stiff"
            + " for the task (bias); the gap between both is what it has learnt by heart"
            + " (variance), and more images close it. Networks that learn from changed copies of"
            + " the images have less of a gap. Each step is to four times as many images.",
        div(each(charts, chart -> chart)).withClass("charts"),
        new Table(List.of("family", "images learnt from", "training", "validation", "test"), rows)
            .html());
  }

  private static Line line(
      String name,
      int paint,
      boolean dashed,
      List<CurvePoint> points,
      Function<CurvePoint, Double> accuracy) {
    return new Line(
        name,
        paint,
        dashed,
        points.stream().mapToDouble(CurvePoint::trainImages).toArray(),
        points.stream().mapToDouble(point -> 100 * accuracy.apply(point)).toArray());
  }

  /** All curves have one axis, from the tens below the lowest point on. */
  private static double least(Compared compared) {
    double lowest = 1;
    for (FamilyResult family : compared.families()) {
      for (CurvePoint point : family.curve()) {
        lowest = Math.min(lowest, Math.min(point.train(), point.validation()));
      }
    }
    return Math.min(90, Math.floor(lowest * 10) * 10);
  }
}
