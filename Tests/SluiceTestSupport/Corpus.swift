/// Documents that live outside the repository.
public enum Corpus {}
