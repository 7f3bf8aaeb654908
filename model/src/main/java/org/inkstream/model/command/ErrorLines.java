package org.inkstream.model.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.inkstream.model.schemaregistry.RefusedSchemaException;
import org.inkstream.schemas.UnresolvedSchemaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows each error as one line, {@code inkstream: what is wrong}, and gives the exit code. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final boolean debug;

  ErrorLines(boolean debug) {
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine commandLine = e.getCommandLine();
    String hint = " (see ./" + commandLine.getCommandSpec().qualifiedName() + " --help)";
    show(commandLine.getErr(), e.getMessage() + suggestion(e) + hint, e);
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
    show(commandLine.getErr(), describe(e), e);
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  private void show(PrintWriter err, String message, Exception e) {
    err.println("inkstream: " + message.replaceAll("\\s+", " ").strip());
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static String suggestion(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }
    return "";
  }

  /** An exception in words; an unforeseen one keeps the name of its type, to be searched for. */
  static String describe(Throwable e) {
    if (e instanceof CommandFailure
        || e instanceof UnresolvedSchemaException
        || e instanceof RefusedSchemaException) {
      return e.getMessage();
    }
    if ((e instanceof ExecutionException || e instanceof CompletionException)
        && e.getCause() != null) {
      return describe(e.getCause());
    }
    if (e instanceof TimeoutException) {
      return "Kafka did not answer in time: " + e.getMessage();
    }
    String name = e.getClass().getSimpleName();
    String message = e.getMessage() == null ? name : name + ": " + e.getMessage();
    boolean causeSaysMore =
        e.getCause() != null
            && e.getCause().getMessage() != null
            && !message.contains(e.getCause().getMessage());
    return causeSaysMore ? message + ": " + e.getCause().getMessage() : message;
  }
}
