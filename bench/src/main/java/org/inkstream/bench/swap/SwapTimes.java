package org.inkstream.bench.swap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What scoring was like around the swaps, by when each answer says it was scored. A swap happens
 * when scoring comes to the first event of the new champion's time, which a backlog puts later than
 * that time. Three kinds of time: while a promotion is under way, from its announcement until all
 * partitions have changed; the second from the first change on; and all the rest.
 *
 * @param quiet the rest
 * @param underWay while a promotion is under way
 * @param seconds the seconds of the swaps, all together
 * @param perSecond answers in each swap's second
 * @param perQuietSecond answers in each whole second of the rest: what seconds are like anyway
 */
record SwapTimes(
    Waits quiet,
    Waits underWay,
    Waits seconds,
    List<Double> perSecond,
    List<Double> perQuietSecond) {

  private static final int SECOND = 1000;
  private static final int UNDER_WAY = 1;
  private static final int IN_SECOND = 2;

  /**
   * Looks at the answers of a span of time.
   *
   * @param from its begin, milliseconds since the epoch
   * @param to its end
   */
  static SwapTimes of(List<Course> courses, List<ChampionTable.Turn> swaps, long from, long to) {
    byte[] kinds = new byte[(int) (to - from)];
    List<Long> firsts = new ArrayList<>();
    for (ChampionTable.Turn swap : swaps) {
      long[] changed =
          courses.stream()
              .mapToLong(course -> course.firstScored(swap.from()))
              .filter(at -> at > 0)
              .sorted()
              .toArray();
      if (changed.length == courses.size()) {
        mark(kinds, swap.announced() - from, changed[changed.length - 1] + 1 - from, UNDER_WAY);
        if (changed[0] >= from && changed[0] + SECOND <= to) {
          mark(kinds, changed[0] - from, changed[0] + SECOND - from, IN_SECOND);
          firsts.add(changed[0]);
        }
      }
    }
    long[] answers = new long[kinds.length];
    Waits quiet = new Waits();
    Waits underWay = new Waits();
    Waits seconds = new Waits();
    for (byte kind : kinds) {
      quiet.lasted(kind == 0 ? 1 : 0);
      underWay.lasted((kind & UNDER_WAY) != 0 ? 1 : 0);
      seconds.lasted((kind & IN_SECOND) != 0 ? 1 : 0);
    }
    for (Course course : courses) {
      for (int offset = 0; offset < course.size(); offset++) {
        long at = course.scoredAt(offset) - from;
        if (at < 0 || at >= kinds.length) {
          continue;
        }
        answers[(int) at]++;
        long wait = course.scoredAt(offset) - course.time(offset);
        int kind = kinds[(int) at];
        if (kind == 0) {
          quiet.add(wait);
        }
        if ((kind & UNDER_WAY) != 0) {
          underWay.add(wait);
        }
        if ((kind & IN_SECOND) != 0) {
          seconds.add(wait);
        }
      }
    }
    List<Double> perSecond = new ArrayList<>();
    for (long first : firsts) {
      perSecond.add(inSecond(answers, (int) (first - from)));
    }
    return new SwapTimes(quiet, underWay, seconds, perSecond, inQuietSeconds(kinds, answers));
  }

  private static List<Double> inQuietSeconds(byte[] kinds, long[] answers) {
    List<Double> found = new ArrayList<>();
    int run = 0;
    for (int i = 0; i < kinds.length; i++) {
      run = kinds[i] == 0 ? run + 1 : 0;
      if (run == SECOND) {
        found.add(inSecond(answers, i + 1 - SECOND));
        run = 0;
      }
    }
    return found;
  }

  private static double inSecond(long[] answers, int from) {
    return Arrays.stream(answers, from, from + SECOND).sum();
  }

  private static void mark(byte[] kinds, long from, long to, int kind) {
    for (int i = (int) Math.max(0, from); i < Math.min(kinds.length, to); i++) {
      kinds[i] |= (byte) kind;
    }
  }
}
