package org.inkstream.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process that started this one, as the child sees it. When the parent ends, however it does,
 * this process ends too.
 */
public final class Parent {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream to =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
  private volatile boolean done;

  private Parent() {}

  /** Takes the standard streams: what libraries print goes to the error stream from now on. */
  public static Parent connect() {
    Parent parent = new Parent();
    System.setOut(System.err);
    Thread listening = new Thread(parent::listen, "parent");
    listening.setDaemon(true);
    listening.start();
    return parent;
  }

  /** Says one object. */
  public void say(Map<String, ?> object) {
    try {
      to.println(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + object, e);
    }
  }

  /** The parent's next word; waits for it. */
  public String await() throws InterruptedException {
    return words.take();
  }

  /** From now on the end of the parent's words is no alarm. */
  public void done() {
    done = true;
  }

  private void listen() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String word = in.readLine(); word != null; word = in.readLine()) {
        words.add(word);
      }
    } catch (IOException e) {
      // As good as the end.
    }
    if (!done) {
      Runtime.getRuntime().halt(1);
    }
  }
}
