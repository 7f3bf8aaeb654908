package org.inkstream.trainer.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.MarkerSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The kinds of charts that the page has. */
final class Charts {

  /** Of a chart that stands alone. */
  private static final int WIDE = 760;

  /** Of one among others. */
  private static final int NARROW = 370;

  private static final float STROKE = 2;
  private static final int MARKER = 6;

  /** How far up the axis the names of points stand, as a share of it. */
  private static final double NAMES_UP = 0.04;

  private Charts() {}

  /**
   * Lines over a common axis.
   *
   * @param least lowest y that is shown
   * @param most highest y that is shown
   */
  static XYChart lines(String x, String y, double least, double most, List<Line> lines) {
    XYChart chart = new XYChart(WIDE, 380);
    style(chart.getStyler());
    axes(chart, x, y, least, most);
    for (Line line : lines) {
      draw(chart.addSeries(line.name(), line.x(), line.y()), line);
    }
    return chart;
  }

  /**
   * Lines over steps of one width.
   *
   * @param least lowest y that is shown
   * @param most highest y that is shown
   * @param steps names of the steps, as many as each line has points
   */
  static CategoryChart steps(
      String title,
      String x,
      String y,
      double least,
      double most,
      List<String> steps,
      List<Line> lines) {
    CategoryChart chart = new CategoryChart(NARROW, 290);
    chart.setTitle(title);
    style(chart.getStyler());
    axes(chart, x, y, least, most);
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Line);
    // Points of one step one above the other, not beside each other as bars.
    chart.getStyler().setOverlapped(true);
    for (Line line : lines) {
      draw(chart.addSeries(line.name(), steps, DoubleStream.of(line.y()).boxed().toList()), line);
    }
    return chart;
  }

  private static <T extends AxesChartStyler> void axes(
      Chart<T, ?> chart, String x, String y, double least, double most) {
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    chart.getStyler().setYAxisMin(least);
    chart.getStyler().setYAxisMax(most);
  }

  private static void draw(MarkerSeries series, Line line) {
    series.setLineColor(Paint.series(line.paint()));
    series.setLineWidth(STROKE);
    series.setLineStyle(line.dashed() ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(Paint.series(line.paint()));
  }

  /**
   * For each name a point and the interval around it, on a logarithmic axis.
   *
   * @param intervals lower end, value and upper end for each name, all above 0
   */
  static XYChart intervals(String y, List<String> names, List<double[]> intervals) {
    XYChart chart = new XYChart(WIDE, 320);
    style(chart.getStyler());
    chart.setYAxisTitle(y);
    chart.getStyler().setYAxisLogarithmic(true);
    // The ends of the axis get labels, whatever they are. Below the lowest point are the names.
    double least = round(intervals.stream().mapToDouble(i -> i[0] * 0.8).min(), false);
    double most = round(intervals.stream().mapToDouble(i -> i[2]).max(), true);
    chart.getStyler().setYAxisMin(least);
    chart.getStyler().setYAxisMax(most);
    // All tens and units of more than a decade would be written over each other.
    chart.getStyler().setYAxisLogarithmicDecadeOnly(most > 10 * least);
    chart.getStyler().setYAxisDecimalPattern("0.####");
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisTicksVisible(false);
    chart.getStyler().setXAxisMin(0.5);
    chart.getStyler().setXAxisMax(names.size() + 0.5);
    for (int i = 0; i < names.size(); i++) {
      double[] ends = intervals.get(i);
      double[] place = {i + 1, i + 1, i + 1};
      XYSeries series = chart.addSeries(names.get(i), place, ends);
      series.setLineColor(Paint.series(i));
      series.setLineStyle(new BasicStroke(STROKE));
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(Paint.series(i));
      // Not as labels of ticks, which XChart sets where it likes on an axis of numbers.
      chart.addAnnotation(
          new AnnotationText(names.get(i), i + 1, least * Math.pow(most / least, NAMES_UP), false));
    }
    return chart;
  }

  /** The nearest of 1, 2 and 5 times a power of ten that is not above, or not below. */
  private static double round(OptionalDouble end, boolean up) {
    double value = end.orElseThrow();
    double decade = Math.pow(10, Math.floor(Math.log10(value)));
    double[] steps = {1, 2, 5, 10};
    return up
        ? decade * DoubleStream.of(steps).filter(step -> step * decade >= value).min().orElse(10)
        : decade * DoubleStream.of(steps).filter(step -> step * decade <= value).max().orElse(1);
  }

  /** Bars side by side: for each name one of each set. */
  static CategoryChart bars(
      String y, List<String> names, List<String> sets, List<List<Double>> heights) {
    CategoryChart chart = new CategoryChart(WIDE, 320);
    style(chart.getStyler());
    chart.setYAxisTitle(y);
    chart.getStyler().setAvailableSpaceFill(0.6);
    for (int set = 0; set < sets.size(); set++) {
      CategorySeries series = chart.addSeries(sets.get(set), names, heights.get(set));
      series.setFillColor(Paint.series(set));
    }
    return chart;
  }

  private static void style(AxesChartStyler styler) {
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setLocale(Locale.ROOT);
    styler.setBaseFont(plain);
    styler.setChartTitleFont(plain.deriveFont(Font.BOLD, 13f));
    styler.setAxisTitleFont(plain);
    styler.setAxisTickLabelsFont(plain.deriveFont(11f));
    styler.setLegendFont(plain);
    styler.setAnnotationTextFont(plain);
    styler.setAnnotationTextFontColor(Paint.INK.color());
    styler.setChartBackgroundColor(Paint.NONE);
    styler.setPlotBackgroundColor(Paint.NONE);
    styler.setLegendBackgroundColor(Paint.NONE);
    styler.setChartTitleBoxBackgroundColor(Paint.NONE);
    styler.setChartTitleBoxBorderColor(Paint.NONE);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendBorderColor(Paint.NONE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(Paint.INK.color());
    styler.setXAxisTitleColor(Paint.INK.color());
    styler.setYAxisTitleColor(Paint.INK.color());
    styler.setAxisTickLabelsColor(Paint.INK.color());
    styler.setAxisTickMarksColor(Paint.GRID.color());
    styler.setPlotGridLinesColor(Paint.GRID.color());
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setMarkerSize(MARKER);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
  }
}
