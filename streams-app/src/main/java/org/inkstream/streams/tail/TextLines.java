package org.inkstream.streams.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.inkstream.model.command.Terminal;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.schemas.SwapReceipt;

/**
 * Records as lines for people: the time first, then what matters most. Not for programs; it may
 * change with any release.
 */
public final class TextLines {

  private TextLines() {}

  static String text(SpecificRecordBase value) {
    return Terminal.oneLine(words(value));
  }

  private static String words(SpecificRecordBase value) {
    if (value instanceof Classification c) {
      return words(c);
    } else if (value instanceof DriftReport r) {
      return DriftLines.words(r);
    } else if (value instanceof DriftAck a) {
      return DriftLines.words(a);
    } else if (value instanceof ShadowReport r) {
      return words(r);
    } else if (value instanceof ModelStatus s) {
      return words(s);
    } else if (value instanceof ModelVersion v) {
      return words(v);
    } else if (value instanceof AliasChange a) {
      return words(a);
    } else if (value instanceof LabelEvent l) {
      return l.getObservedAt() + "  " + l.getId() + "  label " + l.getLabel();
    } else if (value instanceof ImageEvent i) {
      return words(i);
    }
    return JsonLines.json(value);
  }

  private static String words(Classification c) {
    String set =
        c.getPredictionSet().isEmpty()
            ? ""
            : c.getPredictionSet().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(",", "  set {", "}"));
    return format(
        "%s  %s  %s %.4f%s%s  by %s  from %d:%d",
        c.getScoredAt(),
        c.getId(),
        label(c),
        c.getConfidence(),
        set,
        c.getOutlier() ? format("  outlier (p %.4f)", c.getOutlierPValue()) : "",
        c.getModelVersion(),
        c.getSourcePartition(),
        c.getSourceOffset());
  }

  /**
   * With the number, where the name is another: the set is of numbers, whose names are not told.
   */
  private static String label(Classification c) {
    String number = Integer.toString(c.getLabel());
    return c.getLabelName().equals(number) ? number : number + " (" + c.getLabelName() + ")";
  }

  private static String words(ImageEvent i) {
    return format(
        "%s  %s  %s %dx%d  %d bytes%s",
        i.getCapturedAt(),
        i.getId(),
        i.getEncoding(),
        i.getWidth(),
        i.getHeight(),
        i.getPixels().remaining(),
        i.getSource().isEmpty() ? "" : "  from " + i.getSource());
  }

  private static String words(ShadowReport r) {
    String labels =
        r.getLabelled() == 0
            ? ""
            : format(
                "; accuracy %.4f and %.4f on %d labels",
                r.getShadowAccuracy(), r.getChampionAccuracy(), r.getLabelled());
    return format(
        "%s  %s beside %s  %d of %d events compared (%d shed, %d failed), agreement %.4f%s",
        r.getWindowEnd(),
        r.getShadow(),
        r.getChampion(),
        r.getCompared(),
        r.getEvents(),
        r.getShed(),
        r.getFailed(),
        r.getAgreement(),
        labels);
  }

  private static String words(ModelStatus s) {
    List<String> parts = new ArrayList<>();
    parts.add(s.getAt().toString());
    parts.add(s.getInstance());
    parts.add(s.getState() + " " + s.getVersion());
    if (s.getReason() != null) {
      parts.add(
          s.getReason()
              + s.getGate().stream()
                  .filter(step -> step.getOutcome().equals("FAILED"))
                  .map(step -> " at " + step.getStep())
                  .findFirst()
                  .orElse(""));
    }
    if (s.getReceipt() != null) {
      parts.add(words(s.getReceipt()));
    }
    if (!s.getDetail().isEmpty()) {
      parts.add(s.getDetail());
    }
    return String.join("  ", parts);
  }

  private static String words(SwapReceipt r) {
    return format(
        "from %s at %s: fetch %d ms, verify %d ms, load %d ms, warm %d ms;"
            + " p99 %d us before, %d during, %d after; %d late",
        r.getFrom() == null ? "none" : r.getFrom(),
        r.getEffectiveFrom(),
        r.getFetchMillis(),
        r.getVerifyMillis(),
        r.getLoadMillis(),
        r.getWarmMillis(),
        r.getBefore().getP99Micros(),
        r.getDuring().getP99Micros(),
        r.getAfter().getP99Micros(),
        r.getLateEvents());
  }

  private static String words(ModelVersion v) {
    Map<String, Double> metrics = new TreeMap<>(v.getMetrics());
    return format(
        "%s  %s  %s  %dx%d to %d classes  %d weights  %d bytes%s%s",
        v.getCreatedAt(),
        v.getVersion(),
        v.getFamily(),
        v.getInputWidth(),
        v.getInputHeight(),
        v.getLabels().size(),
        v.getParameters(),
        v.getBundleBytes(),
        metrics.entrySet().stream()
            .map(metric -> format("  %s %.4f", metric.getKey(), metric.getValue()))
            .collect(Collectors.joining()),
        v.getSignedBy().isEmpty() ? "" : "  signed by " + String.join(", ", v.getSignedBy()));
  }

  private static String words(AliasChange a) {
    return format(
        "%s  %s %s -> %s  from %s%s%s",
        a.getChangedAt(),
        a.getAlias(),
        a.getPrevious() == null ? "none" : a.getPrevious(),
        a.getVersion() == null ? "none" : a.getVersion(),
        a.getEffectiveFrom(),
        a.getReason().isEmpty() ? "" : "  " + a.getReason(),
        a.getWho().isEmpty() ? "" : "  by " + a.getWho());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
